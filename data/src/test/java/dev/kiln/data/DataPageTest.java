package dev.kiln.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.kiln.train.Dataset;
import dev.kiln.train.Prefetching;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The blocks of Java in {@code docs/data.md} are here, where they run. */
class DataPageTest {
  private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void tables() throws IOException {
    Files.writeString(
        folder.resolve("wine.csv"), "alcohol,ash,cultivar\n14.2,2.4,b\n13.2,2.1,a\n12.5,2,b\n");
    CsvTable table = CsvTable.read(folder.resolve("wine.csv"));
    Labels cultivars = table.labels("cultivar");
    Dataset wines =
        new Dataset(table.floats(table.columnsWithout("cultivar")), cultivars.numbers());
    String first = cultivars.names().get(0);
    assertEquals("a", first);
    assertEquals("f32[3, 2]", wines.x().array().typeText());
    assertEquals("[1, 0, 1] : i32[3]", wines.y().toString());
  }

  @Test
  void images() throws IOException {
    for (String name : List.of("cats/1.png", "cats/2.png", "dogs/1.png", "dogs/2.png")) {
      Path file = folder.resolve("pets").resolve(name);
      Files.createDirectories(file.getParent());
      ImageIO.write(new BufferedImage(8, 8, BufferedImage.TYPE_INT_RGB), "png", file.toFile());
    }
    ImageFolder pets = ImageFolder.list(folder.resolve("pets"), new ImageFormat(3, 16, 16));
    List<ImageFolder> parts = pets.split(0.75, 1);
    int seen = 0;
    try (Prefetching<Dataset> batches = new Prefetching<>(parts.get(0).batches(2, 0), 1)) {
      while (batches.hasNext()) {
        Dataset batch = batches.next(); // f32[2, 3, 16, 16] from 0 to 1, and i32[2]
        seen += batch.size();
      }
    }
    assertEquals(3, seen);
  }

  @Test
  void everyBlockOfThePageIsHere() throws IOException {
    String page = Files.readString(Path.of("..", "docs", "data.md"));
    String source =
        normalised(Files.readString(Path.of("src/test/java/dev/kiln/data/DataPageTest.java")));
    List<String> blocks = BLOCK.matcher(page).results().map(each -> each.group(1)).toList();
    assertEquals(2, blocks.size());
    blocks.forEach(block -> assertTrue(source.contains(normalised(block)), block));
  }

  private static String normalised(String code) {
    return code.replaceAll("\\s+", "");
  }
}
