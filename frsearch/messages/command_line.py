"""Messages about Python arguments and calls -> the same messages about command-line options."""

COMMAND_LINE: dict[str, str] = {
    "where: write NAME=VALUE, such as source=Figaro or page=1..3, not {value}": (
        "--where: write NAME=VALUE, such as source=Figaro or page=1..3, not {value}"
    ),
    "{folder}: there is no frsearch index here: make one with create_index": (
        "{folder}: there is no frsearch index here; make one with `frsearch index "
        "SOURCES`, or give its folder with --index"
    ),
    "{folder}: this is an index of Whoosh itself, which is pickled and so is not "
    "opened: make a new one with frsearch.create_index, in another folder, from "
    "the original articles": (
        "{folder}: this is an index of Whoosh itself, which is pickled and so is not "
        "opened; make one with `frsearch index SOURCES`, or give another folder with "
        "--index"
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
    "remove needs ids, a query, a date or where: without one it would remove every article, "
    "which create_index(path, overwrite=True) does": (
        "a blank query without a filter would remove every article: `frsearch index SOURCES "
        "--overwrite` makes the index anew"
    ),
    "no article has all the words of this query, so nothing is removed: for the articles with any of "
    "them, give match='any'": (
        "no article has all the words of this query, so nothing is removed: for the articles with any "
        "of them, give --match any"
    ),
    "{folder}: there is an index here: open it with open_index, or give overwrite=True": (
        "{folder}: there is an index here: --overwrite empties it"
    ),
    "{folder}: index files are here, but their manifest {name} is missing, as in "
    "an unfinished copy: complete the copy, or give overwrite=True, which removes "
    "these files": (
        "{folder}: index files are here, but their manifest {name} is missing, as in "
        "an unfinished copy: complete the copy, or give --overwrite, which removes "
        "these files"
    ),
    "{text!r} has a year of two digits, whose century is not sure: write the year in full, or "
    "give date_format=, such as %d/%m/%y": (
        "{text!r} has a year of two digits, whose century is not sure: write the year in full, or "
        "give --date-format %d/%m/%y"
    ),
    "date_format: {format} is not a format of dates ({reason}): give dmy, mdy, ymd, or a "
    "pattern such as %d/%m/%Y": (
        "--date-format: {format} is not a format of dates ({reason}): give dmy, mdy, ymd, or a "
        "pattern such as %d/%m/%Y"
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
    "not an article file: frsearch reads {endings}, also gzipped (.gz); exclude= leaves it out": (
        "not an article file: frsearch reads {endings}, also gzipped (.gz); --exclude leaves it out"
    ),
    "exclude: needs a pattern such as '*.md', not {value}": (
        "--exclude: needs a pattern such as '*.md', not {value}"
    ),
    "nothing to read in this folder: exclude= leaves out all of its files": (
        "nothing to read in this folder: --exclude leaves out all of its files"
    ),
    "no column {name!r} for {field}: the header has {columns}; name the column "
    'with columns={{"{field}": …}}': (
        "no column {name!r} for {field}: the header has {columns}; name the column "
        "with --column {field}=…"
    ),
    'it has no text; if the text is in another field, name the field with columns={{"text": …}}': (
        "it has no text; if the text is in another field, name the field with --column text=…"
    ),
    "no article with a text is found in it (read as {form}): exclude= leaves it out": (
        "no article with a text is found in it (read as {form}): --exclude leaves it out"
    ),
    "columns: {name} is not a field of articles, which are {known}": (
        "--column: {name} is not a field of articles, which are {known}"
    ),
    "columns: {name!r} needs the name of a column, not {value}": (
        "--column: {name!r} needs the name of a column, not {value}"
    ),
    "{text!r} is read as {date}, day first, as nothing beside it says otherwise; say it with "
    "date_format=": (
        "{text!r} is read as {date}, day first, as nothing beside it says otherwise; say it with "
        "--date-format"
    ),
    "{text!r} is read as {date}, month first, as {other!r} is beside it; say otherwise with "
    "date_format=": (
        "{text!r} is read as {date}, month first, as {other!r} is beside it; say otherwise with "
        "--date-format"
    ),
}
