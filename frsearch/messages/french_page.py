"""What the page and the API say of requests, in French: each sentence as it stands in the code."""

PAGE: dict[str, str] = {}
