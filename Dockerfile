# The page over an index on a volume:
#   docker build -t frsearch .
#   docker run --rm -v articles:/index -v "$PWD/seeds:/articles:ro" frsearch frsearch index /articles --index /index/articles
#   docker run -p 127.0.0.1:8000:8000 -v articles:/index frsearch
FROM python:3.13-slim AS build
# hadolint ignore=DL3008
RUN apt-get update && apt-get install --yes --no-install-recommends gcc libc6-dev && rm -rf /var/lib/apt/lists/*
WORKDIR /source
COPY . .
RUN python -m venv /opt/frsearch && /opt/frsearch/bin/pip install --no-cache-dir ".[web]"

FROM python:3.13-slim
RUN useradd --create-home --uid 10001 frsearch && mkdir /index && chown frsearch /index
COPY --from=build /opt/frsearch /opt/frsearch
ENV PATH=/opt/frsearch/bin:$PATH
USER 10001
VOLUME /index
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=10s \
    CMD ["python", "-c", "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/api/openapi.json', timeout=4)"]
CMD ["frsearch", "serve", "--index", "/index/articles", "--host", "0.0.0.0", "--port", "8000"]
