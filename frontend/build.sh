#!/bin/sh
# Builds the style sheet and the script into static/vendor, where they are committed: installing EVA needs no Node.
# Two runs give the same bytes; continuous integration builds again and refuses a difference.
set -eu
cd "$(dirname "$0")"
out=../static/vendor

npm ci --ignore-scripts --no-audit --no-fund --silent
mkdir -p "$out" ../tests/vendor
node_modules/.bin/sass --load-path=node_modules --style=compressed --no-source-map eva.scss "$out/eva.css"
node_modules/.bin/esbuild eva.mjs --bundle --minify --format=esm --target=es2020 --charset=utf8 --legal-comments=none \
  --log-level=warning --outfile="$out/eva.js"
cp node_modules/@fontsource-variable/source-sans-3/files/source-sans-3-latin-wght-normal.woff2 "$out/"
cat licences.txt node_modules/@fontsource-variable/source-sans-3/LICENSE >"$out/licences.txt"
cp eva.svg "$out/eva.svg"
cp node_modules/axe-core/axe.min.js ../tests/vendor/axe.min.js
chmod 644 "$out"/* ../tests/vendor/axe.min.js
