package dev.kiln.fuzz.generate;

import dev.kiln.annotation.DType;
import dev.kiln.type.ArrayType;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.ValueType;
import java.util.ArrayList;
import java.util.List;

/** Random types. */
final class Types {
  static final List<ScalarType> NUMBERS =
      List.of(ScalarType.INT32, ScalarType.INT64, ScalarType.FLOAT32, ScalarType.FLOAT64);

  private final Randomness random;
  private final Profile profile;
  private final List<RecordType> records = new ArrayList<>();

  Types(Randomness random, Profile profile) {
    this.random = random;
    this.profile = profile;
  }

  List<RecordType> records() {
    return records;
  }

  /** A new record with random components. */
  RecordType newRecord() {
    List<RecordType.Component> components = new ArrayList<>();
    int count = 1 + random.below(3);
    for (int i = 0; i < count; i++) {
      ValueType type = any(true);
      components.add(new RecordType.Component(random.of("x", "left", "item") + i, type));
    }
    RecordType made = new RecordType("Record" + records.size(), components);
    records.add(made);
    return made;
  }

  /** Any type that a variable may have. */
  ValueType any(boolean withRecords) {
    if (withRecords && !records.isEmpty() && random.chance(0.15)) {
      return random.of(records);
    }
    return random.chance(0.35) ? array() : scalar();
  }

  ScalarType scalar() {
    return random.chance(profile.isSmooth() ? 0.05 : 0.12) ? ScalarType.BOOL : number();
  }

  ScalarType number() {
    if (profile.isSmooth() && random.chance(0.6)) {
      return ScalarType.FLOAT64;
    }
    return random.of(NUMBERS);
  }

  ScalarType integer() {
    return random.of(ScalarType.INT32, ScalarType.INT64);
  }

  ArrayType array() {
    int rank = random.chance(0.7) ? 1 : random.chance(0.8) ? 2 : 3;
    return new ArrayType(scalar(), rank);
  }

  /** A number type that widens to {@code type}, which may be the same. */
  ScalarType narrower(ScalarType type) {
    if (type.dtype() == DType.BOOL) {
      return type;
    }
    return NUMBERS.get(random.below(NUMBERS.indexOf(type) + 1));
  }
}
