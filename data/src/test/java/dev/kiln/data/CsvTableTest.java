package dev.kiln.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.annotation.DType;
import dev.kiln.tensor.Tensor;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvTableTest {
  private static final String WINES =
      """
      alcohol,"colour, named",ash,cultivar
      14.23,"deep ""red"\"",2.43,barolo
      13.2,pale,,grignolino

      12.5,pale,1e-1,barolo
      """;

  @TempDir Path folder;

  private static CsvTable table(String text) throws IOException {
    return CsvTable.read(new StringReader(text), "wine.csv", ',');
  }

  @Test
  void columnsOfNumbersAreTensors() throws IOException {
    CsvTable table = table(WINES).withMissing(-1);
    assertEquals(3, table.size());
    assertEquals(List.of("alcohol", "colour, named", "ash", "cultivar"), table.columns());
    Tensor x = table.doubles("ash", "alcohol");
    assertEquals("f64[3, 2]", x.array().typeText());
    assertArrayEquals(new double[] {2.43, 14.23, -1, 13.2, 0.1, 12.5}, x.toDoubleArray());
    assertEquals(DType.FLOAT32, table.floats("alcohol").dtype());
    assertArrayEquals(new float[] {14.23f, 13.2f, 12.5f}, table.floats("alcohol").toFloatArray());
  }

  @Test
  void quotedCellsAreAsTheyAreMeant() throws IOException {
    assertEquals(List.of("deep \"red\"", "pale", "pale"), table(WINES).texts("colour, named"));
  }

  @Test
  void classesAreNumberedInTheOrderOfTheAlphabet() throws IOException {
    Labels labels = table(WINES).labels("cultivar");
    assertEquals(List.of("barolo", "grignolino"), labels.names());
    assertEquals(2, labels.count());
    assertArrayEquals(new int[] {0, 1, 0}, labels.numbers().toIntArray());
  }

  @Test
  void columnsWithoutTheTargetAreTheOthers() throws IOException {
    assertArrayEquals(
        new String[] {"alcohol", "ash"}, table(WINES).columnsWithout("cultivar", "colour, named"));
  }

  @Test
  void cellsThatAreNoNumbersAreLocated() throws IOException {
    assertMessage(
        "wine.csv:3: column 'ash' is empty; withMissing(..) says what that stands for",
        assertThrows(IllegalArgumentException.class, () -> table(WINES).floats("ash")));
    assertMessage(
        "wine.csv:2: column 'cultivar' is no number: 'barolo'",
        assertThrows(IllegalArgumentException.class, () -> table(WINES).floats("cultivar")));
    assertMessage(
        "wine.csv has no column 'hue', but [alcohol, colour, named, ash, cultivar]",
        assertThrows(IllegalArgumentException.class, () -> table(WINES).floats("hue")));
  }

  @Test
  void recordsOfAnotherLengthAreLocated() {
    assertMessage(
        "wine.csv:3: 1 cells, not 2 as there are columns",
        assertThrows(IOException.class, () -> table("a,b\n1,2\n3\n")));
    assertMessage(
        "wine.csv: two columns have the same name: [a, a]",
        assertThrows(IOException.class, () -> table("a,a\n1,2\n")));
    assertMessage(
        "wine.csv has no names of columns", assertThrows(IOException.class, () -> table("")));
  }

  @Test
  void filesAreReadWithOtherSeparators() throws IOException {
    Path file = folder.resolve("table.tsv");
    Files.writeString(file, "größe\tb\r\n1\t2\r\n", StandardCharsets.UTF_8);
    CsvTable table = CsvTable.read(file, '\t');
    assertArrayEquals(new double[] {1, 2}, table.doubles("größe", "b").toDoubleArray());
    assertEquals("table.tsv: 1 records of [größe, b]", table.toString());
  }

  @Test
  void whatIsNoTextIsRefused() throws IOException {
    Path file = folder.resolve("broken.csv");
    Files.write(file, new byte[] {'a', '\n', (byte) 0xff, '\n'});
    IOException thrown = assertThrows(IOException.class, () -> CsvTable.read(file));
    assertTrue(thrown.getMessage().startsWith("broken.csv: "), thrown.getMessage());
  }

  private static void assertMessage(String expected, Exception thrown) {
    assertEquals(expected, thrown.getMessage());
  }
}
