#!/bin/sh
# Tests what build.sh made. Ends with status 1 when anything is wrong.
set -u

run=0
failed=0

expect() {
    what=$1
    shift
    run=$((run + 1))
    if "$@"; then
        echo "ok   $what"
    else
        failed=$((failed + 1))
        echo "FAIL $what"
    fi
}

for text in content/*.txt; do
    page=site/$(basename "$text" .txt).html
    expect "$page was made" test -s "$page"
    expect "$page has a title" grep -q '<title>..*</title>' "$page"
done
expect "text is escaped" grep -q '&lt;&amp;&gt;' site/index.html
expect "the news name a release" grep -q 'Release [0-9]' site/news.html

echo "$run tests, $failed failed"
[ "$failed" -eq 0 ]
