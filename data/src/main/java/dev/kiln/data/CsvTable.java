package dev.kiln.data;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;

/**
 * A table from a CSV file (RFC 4180) whose first record has the names of the columns. Immutable.
 *
 * <pre>{@code
 * CsvTable wines = CsvTable.read(Path.of("wine.csv"));
 * Dataset data = new Dataset(wines.floats("alcohol", "ash"), wines.labels("cultivar").numbers());
 * }</pre>
 */
public final class CsvTable {
  /** A record, and the line on which it starts. */
  private record Row(long line, List<String> cells) {}

  private final String name;
  private final List<String> columns;
  private final List<Row> rows;
  private final OptionalDouble missing;

  private CsvTable(String name, List<String> columns, List<Row> rows, OptionalDouble missing) {
    this.name = name;
    this.columns = columns;
    this.rows = rows;
    this.missing = missing;
  }

  /**
   * Reads a file in UTF-8 with commas between its cells. Lines without any cell are skipped.
   *
   * @throws IOException if the file cannot be read, is no CSV, has no names of columns or one
   *     twice, or has a record with more or fewer cells than there are columns; the message names
   *     the file and the line
   */
  public static CsvTable read(Path file) throws IOException {
    return read(file, ',');
  }

  /** Reads a file in UTF-8 whose cells are separated otherwise, such as by a tab. */
  public static CsvTable read(Path file, char separator) throws IOException {
    try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      return read(reader, file.getFileName().toString(), separator);
    }
  }

  /**
   * Reads what a reader gives, such as a resource of a jar.
   *
   * @param name what messages call it
   */
  public static CsvTable read(Reader reader, String name, char separator) throws IOException {
    List<Row> rows = new ArrayList<>();
    try {
      for (CsvRecord each :
          CsvReader.builder().fieldSeparator(separator).skipEmptyLines(true).ofCsvRecord(reader)) {
        rows.add(new Row(each.getStartingLineNumber(), List.copyOf(each.getFields())));
      }
    } catch (CsvParseException | UncheckedIOException e) {
      throw new IOException(name + ": " + e.getMessage(), e);
    }
    if (rows.isEmpty()) {
      throw new IOException(name + " has no names of columns");
    }
    List<String> columns = rows.get(0).cells();
    if (new HashSet<>(columns).size() < columns.size()) {
      throw new IOException(name + ": two columns have the same name: " + columns);
    }
    List<Row> records = List.copyOf(rows.subList(1, rows.size()));
    for (Row each : records) {
      if (each.cells().size() != columns.size()) {
        throw new IOException(
            "%s:%d: %d cells, not %d as there are columns"
                .formatted(name, each.line(), each.cells().size(), columns.size()));
      }
    }
    return new CsvTable(name, columns, records, OptionalDouble.empty());
  }

  /** The same table, where empty cells count as a number, which may be NaN. */
  public CsvTable withMissing(double number) {
    return new CsvTable(name, columns, rows, OptionalDouble.of(number));
  }

  /** The names of the columns, in order. */
  public List<String> columns() {
    return columns;
  }

  /** The names of all columns but some, in order: what is left beside the target. */
  public String[] columnsWithout(String... others) {
    List<String> left = new ArrayList<>(columns);
    for (String each : others) {
      index(each);
      left.remove(each);
    }
    return left.toArray(String[]::new);
  }

  /** How many records there are. */
  public int size() {
    return rows.size();
  }

  /** The cells of a column as they are written. */
  public List<String> texts(String column) {
    int index = index(column);
    return rows.stream().map(row -> row.cells().get(index)).toList();
  }

  /**
   * Columns of numbers as float32 {@code [records, columns]}.
   *
   * @throws IllegalArgumentException if there is no such column, or a cell is no number; the
   *     message names the file, the line, the column and the cell
   */
  public Tensor floats(String... chosen) {
    return numbers(chosen).cast(DType.FLOAT32);
  }

  /** Columns of numbers as float64 {@code [records, columns]}; see {@link #floats}. */
  public Tensor doubles(String... chosen) {
    return numbers(chosen);
  }

  /** A column as classes, numbered in the order of the alphabet. */
  public Labels labels(String column) {
    return Labels.of(texts(column));
  }

  private Tensor numbers(String[] chosen) {
    double[] numbers = new double[rows.size() * chosen.length];
    for (int j = 0; j < chosen.length; j++) {
      int column = index(chosen[j]);
      for (int i = 0; i < rows.size(); i++) {
        numbers[i * chosen.length + j] = number(rows.get(i), column);
      }
    }
    return Tensor.of(numbers).reshape(rows.size(), chosen.length);
  }

  private double number(Row row, int column) {
    String cell = row.cells().get(column).strip();
    if (cell.isEmpty() && missing.isPresent()) {
      return missing.getAsDouble();
    }
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      String wrong =
          cell.isEmpty()
              ? "is empty; withMissing(..) says what that stands for"
              : "is no number: '" + cell + "'";
      throw new IllegalArgumentException(
          "%s:%d: column '%s' %s".formatted(name, row.line(), columns.get(column), wrong), e);
    }
  }

  private int index(String column) {
    int index = columns.indexOf(column);
    if (index < 0) {
      throw new IllegalArgumentException(
          "%s has no column '%s', but %s".formatted(name, column, columns));
    }
    return index;
  }

  @Override
  public String toString() {
    return name + ": " + rows.size() + " records of " + columns;
  }
}
