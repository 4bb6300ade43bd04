#!/usr/bin/env bash
# Builds and runs all benchmarks; the arguments go to JMH, such as a pattern of names.
set -euo pipefail
cd "$(dirname "$0")/.."

mvn --batch-mode --quiet -DskipTests -pl benchmarks -am package
java -jar benchmarks/target/kiln-benchmarks.jar "$@"
java -cp benchmarks/target/kiln-benchmarks.jar dev.kiln.benchmark.ProcessorTime
