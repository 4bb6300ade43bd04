#!/usr/bin/env bash
# Runs each example of the packaged program in full and checks that it reaches its quality. Run it
# after `mvn package`; JAVA_HOME chooses the JDK. Options go to each example.
set -euo pipefail
cd "$(dirname "$0")"

readonly jar=target/kiln-examples.jar
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

status=0
for example in mlp cnn greeks pendulum wine diabetes vae text transformer; do
  arguments=("$example" --check "$@")
  if [[ $example == vae ]]; then
    arguments+=(--picture "$work/vae.png")
  fi
  if "${JAVA_HOME:+$JAVA_HOME/bin/}java" -jar "$jar" "${arguments[@]}" >"$work/out"; then
    printf '%-12s %s\n' "$example" "$(tail -2 "$work/out" | paste -sd' ')"
  else
    printf '%-12s MISSED ITS QUALITY\n' "$example"
    cat "$work/out"
    status=1
  fi
done
exit "$status"
