#!/usr/bin/env bash
# Checks what the packaged example app prints. Run it after `mvn package`; JAVA_HOME chooses the JDK.
set -euo pipefail
cd "$(dirname "$0")"

readonly jar=target/kiln-example-app.jar
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

app() {
  "${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" "$@" 2>"$work/errors" || {
    cat "$work/errors" >&2
    fail "$* ended with an error"
  }
  if grep -i warning "$work/errors" >&2; then
    fail "$* prints a warning"
  fi
}

fail() {
  echo "check-output: $1" >&2
  exit 1
}

app seed >"$work/seed"
[[ $(wc -l <"$work/seed") -eq 6 ]] || fail "seed must print six lines: $(<"$work/seed")"
[[ $(grep -c '(20, 20)' "$work/seed") -eq 6 ]] || fail "the counters must meet at (20, 20)"

for mode in eager session compiled; do
  app digits train --mode "$mode" --weights "$work/$mode.weights" |
    grep '^epoch' >"$work/$mode.losses"
done
for mode in eager session; do
  cmp "$work/$mode.losses" "$work/compiled.losses" || fail "losses of $mode and compiled differ"
  cmp "$work/$mode.weights" "$work/compiled.weights" || fail "weights of $mode and compiled differ"
done

accuracy=$(sed -n '$s/.*test accuracy \([0-9.]*\) %/\1/p' "$work/compiled.losses")
awk -v a="$accuracy" 'BEGIN { exit !(a >= 97) }' || fail "test accuracy is $accuracy %, below 97 %"

app digits predict --weights "$work/compiled.weights" >"$work/predict"
grep -q " $accuracy % right" "$work/predict" || fail "predict says: $(<"$work/predict")"
app digits predict --weights "$work/compiled.weights" --index 0 >"$work/predict"
grep -Eq 'this is a ([0-9]); the label says \1' "$work/predict" || fail "image 0 is misjudged"

app graph Counter.count | grep -q 'count' || fail "graph prints nothing"
app graph Counter.count --format dot | grep -q '^digraph' || fail "graph prints no DOT"

echo "check-output: seed (20, 20); equal losses in three modes; test accuracy $accuracy %"
