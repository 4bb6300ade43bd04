package dev.kiln.fuzz.run;

import java.util.List;

/**
 * Options of the processor under which programs are compiled, in turn. None of them may change what
 * a program computes. Most keep graphs as text, which is compiled faster.
 */
public enum Settings {
  /** As users have it. */
  DEFAULT(List.of()),
  /** With less to compile. */
  TEXT(List.of("-Akiln.graphs=text")),
  /** Calls stay calls. */
  WITHOUT_INLINE(List.of("-Akiln.graphs=text", "-Akiln.passes=-inline")),
  /** The same, but for another share of the programs. */
  TEXT_AGAIN(List.of("-Akiln.graphs=text")),
  /** What nothing uses stays. */
  WITHOUT_DEAD_CODE(List.of("-Akiln.graphs=text", "-Akiln.passes=-dead-code")),
  /** Only what cannot be left out. */
  WITHOUT_PASSES(List.of("-Akiln.graphs=text", "-Akiln.passes=flatten-records"));

  private final List<String> options;

  Settings(List<String> options) {
    this.options = options;
  }

  /** Those of a batch. */
  public static Settings of(long batch) {
    return values()[(int) (batch % values().length)];
  }

  /** What to tell the compiler. */
  public List<String> options() {
    return options;
  }
}
