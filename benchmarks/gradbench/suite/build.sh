#!/usr/bin/env bash
# Builds the suite's C++ ("manual") into a folder, for one thread and this processor.
#   GRADBENCH=CHECKOUT benchmarks/gradbench/suite/build.sh FOLDER
# Prints the folder. Where something is missing it says what, prints nothing, and succeeds all the same.
set -euo pipefail
folder=$1
here=$(cd "$(dirname "$0")" && pwd)

missing() {
  echo "No C++ of the same run: $1." >&2
  exit 0
}

[[ -n "${GRADBENCH:-}" ]] || missing "GRADBENCH does not name a checkout of https://github.com/gradbench/gradbench"
[[ -f "$GRADBENCH/tools/manual/gmm.cpp" ]] || missing "$GRADBENCH has no tools/manual/gmm.cpp"
command -v g++ > /dev/null || missing "there is no g++"
options=(-std=c++17 -O3 -march=native -Wno-unknown-pragmas "-I$GRADBENCH/cpp" -I/usr/include/nlohmann)
echo '#include "json.hpp"' | g++ "${options[@]}" -fsyntax-only -x c++ - 2> /dev/null ||
  missing "there is no json.hpp; make -C $GRADBENCH/cpp, or the package nlohmann-json3-dev, brings it"

mkdir -p "$folder"
for eval in gmm ba lstm ht kmeans; do
  (cd "$GRADBENCH/tools/manual" &&
    g++ "${options[@]}" -include "$here/processor_time.hpp" -o "$folder/$eval" "$eval.cpp" -lm) >&2
done
echo "$folder"
