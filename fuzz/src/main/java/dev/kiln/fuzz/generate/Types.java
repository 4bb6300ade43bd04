package dev.kiln.fuzz.generate;

import dev.kiln.annotation.DType;
import dev.kiln.type.ArrayType;
import dev.kiln.type.Dim;
import dev.kiln.type.RecordType;
import dev.kiln.type.ScalarType;
import dev.kiln.type.TensorType;
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
  private final List<TensorType> tensors = new ArrayList<>();

  Types(Randomness random, Profile profile) {
    this.random = random;
    this.profile = profile;
  }

  List<RecordType> records() {
    return records;
  }

  /** The types of tensors that arguments have; the first has every size that has a name. */
  List<TensorType> tensors() {
    return tensors;
  }

  /** Chooses some types of tensors. */
  void addTensors() {
    DType main = random.chance(profile.isSmooth() ? 0.8 : 0.4) ? DType.FLOAT64 : DType.FLOAT32;
    tensors.add(TensorType.of(main, Dim.named("n"), Dim.named("m")));
    for (int i = 1 + random.below(3); i > 0; i--) {
      List<Dim> dims = new ArrayList<>();
      for (int j = random.below(4); j > 0; j--) {
        dims.add(random.of(Dim.named("n"), Dim.named("m"), Dim.of(1), Dim.of(2), Dim.of(3)));
      }
      boolean isMain = random.chance(profile.isSmooth() ? 0.8 : 0.5);
      DType dtype = isMain ? main : random.of(List.of(DType.values()));
      tensors.add(new TensorType(dtype, dims));
    }
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
    if (!tensors.isEmpty() && random.chance(0.5)) {
      return random.of(tensors);
    }
    return random.chance(0.35) ? array() : scalar();
  }

  /** Any type that a variable in a body may have: arrays of records, too. */
  ValueType local() {
    List<RecordType> plain = records.stream().filter(Types::isPlain).toList();
    if (!plain.isEmpty() && random.chance(0.12)) {
      return new ArrayType(random.of(plain), random.chance(0.8) ? 1 : 2);
    }
    return any(true);
  }

  private static boolean isPlain(ValueType type) {
    return !(type instanceof TensorType)
        && (!(type instanceof RecordType record)
            || record.components().stream().allMatch(each -> isPlain(each.type())));
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

  /** An array, or a record, that holds floating-point numbers. */
  ValueType several() {
    ValueType any = records.isEmpty() || random.chance(0.5) ? array() : random.of(records);
    return hasFloatingNumbers(any) ? any : new ArrayType(ScalarType.FLOAT64, 1);
  }

  private static boolean hasFloatingNumbers(ValueType type) {
    if (type instanceof ArrayType array) {
      return array.element().isFloating();
    }
    return type instanceof RecordType record
        ? record.components().stream().anyMatch(each -> hasFloatingNumbers(each.type()))
        : type.isFloating();
  }

  /** A number type that widens to {@code type}, which may be the same. */
  ScalarType narrower(ScalarType type) {
    if (type.dtype() == DType.BOOL) {
      return type;
    }
    return NUMBERS.get(random.below(NUMBERS.indexOf(type) + 1));
  }
}
