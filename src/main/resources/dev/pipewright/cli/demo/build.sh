#!/bin/sh
# Makes a page in site/ of every text in content/.
set -eu

escaped() {
    sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g'
}

mkdir -p site
for text in content/*.txt; do
    page=site/$(basename "$text" .txt).html
    title=$(head -n 1 "$text" | escaped)
    {
        printf '<!doctype html>\n<html lang="en">\n<meta charset="utf-8">\n<title>%s</title>\n' "$title"
        printf '<h1>%s</h1>\n' "$title"
        tail -n +2 "$text" | escaped | sed -e '/^$/d' -e 's/.*/<p>&<\/p>/'
        printf '<footer>Made from commit %s</footer>\n' "${CODEBUILD_RESOLVED_SOURCE_VERSION:-(not said)}"
    } >"$page"
    echo "made $page"
done
