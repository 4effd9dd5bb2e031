"""What the library says of its arguments and calls -> the same for those who write options."""

COMMAND_LINE: dict[str, str] = {
    "{folder}: there is no frsearch index here: make one with create_index": (
        "{folder}: there is no frsearch index here; make one with `frsearch index SOURCES`, or say "
        "where it is with --index"
    ),
    "{folder}: this is an index of plain Whoosh, which would have to be unpickled: make a new one "
    "with frsearch.create_index, in another folder, from the articles it was made of": (
        "{folder}: this is an index of plain Whoosh, which would have to be unpickled; make one with "
        "`frsearch index SOURCES`, or say where it is with --index"
    ),
    "{folder}: the index was made with {what} {theirs} and this version has {ours}: rebuild it from "
    "its articles (create_index with overwrite=True)": (
        "{folder}: the index was made with {what} {theirs} and this version has {ours}: rebuild it "
        "from its articles; `frsearch index SOURCES --overwrite` does so"
    ),
    "{folder}: {holder} is writing to this index: try again when it is done, or wait for it with "
    "timeout=": (
        "{folder}: {holder} is writing to this index; try again when it is done, or wait for it with "
        "--timeout 60"
    ),
    "{folder}: there is an index here: open it with open_index, or give overwrite=True": (
        "{folder}: there is an index here: --overwrite empties it"
    ),
    "{folder}: files of an index are here, and its manifest {name} is not: an unfinished copy? "
    "complete it, or give overwrite=True, which removes them": (
        "{folder}: files of an index are here, and its manifest {name} is not: an unfinished copy? "
        "complete it, or give --overwrite, which removes them"
    ),
    "from {first} to {last} there are {units}, too many to fill in: count by a longer unit, or narrow "
    "date=": (
        "from {first} to {last} there are {units}, too many to fill in: count by a longer unit, or "
        "narrow --date"
    ),
    "after must be the cursor of earlier results, not {value}": (
        "--after must be the cursor of earlier results, not {value}"
    ),
    "after is the cursor of results sorted by {sorted_by!r}, not by {sort!r}": (
        "--after is the cursor of results sorted by {sorted_by!r}, not by {sort!r}"
    ),
    "not a file of articles: frsearch reads .txt, .jsonl and .csv, and each of them with .gz; exclude= "
    "leaves it out": (
        "not a file of articles: frsearch reads .txt, .jsonl and .csv, and each of them with .gz; "
        "--exclude leaves it out"
    ),
    "exclude: a pattern such as '*.md' is needed, not {value}": (
        "--exclude: a pattern such as '*.md' is needed, not {value}"
    ),
    "nothing is left to read in this folder: exclude= leaves out what there is": (
        "nothing is left to read in this folder: --exclude leaves out what there is"
    ),
    "no column {name!r} for {field}: the header has {columns}; say which it is, "
    'columns={{"{field}": …}}': (
        "no column {name!r} for {field}: the header has {columns}; say which it is, --column {field}=…"
    ),
    'it has no text; if that is in another field, columns={{"text": …}} says so': (
        "it has no text; if that is in another field, --column text=… says so"
    ),
    "columns: {name} is not a field of articles, which are {known}": (
        "--column: {name} is not a field of articles, which are {known}"
    ),
    "columns: {name!r} needs the name of a column, not {value}": (
        "--column: {name!r} needs the name of a column, not {value}"
    ),
}
