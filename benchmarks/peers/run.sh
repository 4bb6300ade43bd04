#!/usr/bin/env bash
# Measures Kiln beside PyTorch and ONNX Runtime, and writes benchmarks/peers/target/peers/peers.md and
# .html: first without a flag, then with the Vector API in the folder "vectors". The libraries (200 MB) come
# from the Maven repository. With --check it only compares the results, and says so where the
# libraries cannot be downloaded.
#   benchmarks/peers/run.sh [--check | options of dev.kiln.peer.Report]
set -euo pipefail
cd "$(dirname "$0")/../.."

log=$(mktemp)
trap 'rm -f "$log"' EXIT
if ! mvn --batch-mode --quiet -Dstyle.color=never -Ppeers -DskipTests -pl benchmarks/peers -am package \
    >"$log" 2>&1; then
  cat "$log" >&2
  if [[ "${1:-}" == --check ]] && grep -qE 'Could not (find|transfer) artifact (ai\.djl|com\.microsoft)' "$log"; then
    echo "The peers' libraries cannot be downloaded: not compared"
    exit 0
  fi
  exit 1
fi
cd benchmarks/peers
measure() {
  java -cp "target/kiln-peers-0.1.0-SNAPSHOT.jar:target/libraries/*" dev.kiln.peer.Report "$@"
}
if [[ "${1:-}" == --check ]]; then
  measure "$@"
else
  measure "$@"
  measure --vectors --to target/peers/vectors "$@"
fi
