#!/usr/bin/env bash
# Builds the GradBench tool, checks it, and prints a report in Markdown: once for each JDK given by
# its folder, or for the java on the path, each with and without the Vector API. Given g++ and a checkout
# of the suite, it builds the suite's C++ and measures it in the same run.
#   [GRADBENCH=CHECKOUT] benchmarks/gradbench/run.sh [--seconds SECONDS] [JDK...] > report.md
set -euo pipefail
cd "$(dirname "$0")/../.."

mvn --batch-mode --quiet -DskipTests -pl benchmarks/gradbench -am package >&2
jar=benchmarks/gradbench/target/kiln-gradbench.jar
java -jar "$jar" check >&2

options=()
if [[ "${1:-}" == --seconds ]]; then
  options=("$1" "$2")
  shift 2
fi
programs=$(benchmarks/gradbench/suite/build.sh "$PWD/benchmarks/gradbench/target/suite")
if [[ -n "$programs" ]]; then
  options+=(--programs "$programs")
fi
launchers=(java)
if (($# > 0)); then
  launchers=("${@/%//bin/java}")
fi
for launcher in "${launchers[@]}"; do
  "$launcher" -jar "$jar" report "${options[@]}"
  "$launcher" --add-modules jdk.incubator.vector -jar "$jar" report "${options[@]}"
done
