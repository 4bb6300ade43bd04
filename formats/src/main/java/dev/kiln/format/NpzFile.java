package dev.kiln.format;

import dev.kiln.array.NdArray;
import dev.kiln.io.CompleteFile;
import dev.kiln.tensor.Tensor;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Enumeration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.CheckedOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;

/**
 * NumPy's npz files: zip archives with an npy file for each array, as {@code numpy.savez}, {@code
 * numpy.savez_compressed} and {@code numpy.load} write and read them.
 */
public final class NpzFile implements TensorFile {
  private static final String ENDING = ".npy";

  /** A byte of Deflate gives at most 1032 bytes; what claims more is not what it says. */
  private static final long LARGEST_RATIO = 1032;

  /** The first date that is stored without a time zone: archives of equal tensors are equal. */
  private static final LocalDateTime DATE = LocalDateTime.of(1980, 1, 1, 0, 0, 2);

  private final String path;
  private final ZipFile archive;
  private final Map<String, ZipEntry> entries;
  private final Map<String, StoredTensor> tensors;

  private NpzFile(
      String path,
      ZipFile archive,
      Map<String, ZipEntry> entries,
      Map<String, StoredTensor> tensors) {
    this.path = path;
    this.archive = archive;
    this.entries = entries;
    this.tensors = tensors;
  }

  /**
   * Opens a file, and reads the header of each array. Entries that do not end in {@code .npy} are
   * no arrays.
   *
   * @throws MalformedFileException if the file is no npz file, is damaged, or has elements that are
   *     not read
   * @throws IOException if the file cannot be read
   */
  public static NpzFile open(Path file) throws IOException {
    String path = file.toString();
    ZipFile archive;
    try {
      archive = new ZipFile(file.toFile());
    } catch (ZipException
        | EOFException
        | IllegalArgumentException e) { // of names that are no text
      throw new MalformedFileException(path, 0, "it is no zip archive: " + e.getMessage());
    }
    try {
      return open(path, archive, Files.size(file));
    } catch (IllegalArgumentException e) {
      archive.close();
      throw new MalformedFileException(path, 0, "a name in it is no text: " + e.getMessage());
    } catch (IOException | RuntimeException e) {
      archive.close();
      throw e;
    }
  }

  private static NpzFile open(String path, ZipFile archive, long size) throws IOException {
    Map<String, ZipEntry> entries = new LinkedHashMap<>();
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (Enumeration<? extends ZipEntry> all = archive.entries(); all.hasMoreElements(); ) {
      ZipEntry entry = all.nextElement();
      if (!entry.getName().endsWith(ENDING)) {
        continue;
      }
      String name = entry.getName().substring(0, entry.getName().length() - ENDING.length());
      String where = where(path, entry);
      if (entries.put(name, entry) != null) {
        throw new MalformedFileException(where, 0, "there are two entries of this name");
      }
      if (entry.getSize() / LARGEST_RATIO > Math.min(entry.getCompressedSize(), size)) {
        throw new MalformedFileException(
            where,
            0,
            "it claims to have %d bytes, which the %d bytes of the archive cannot give"
                .formatted(entry.getSize(), size));
      }
      try (InputStream in = stream(archive, entry, where)) {
        StoredTensor stored = NpyHeader.read(in, name, where);
        NpyFile.requireSize(stored, entry.getSize(), where);
        tensors.put(name, stored);
      } catch (ZipException | EOFException e) {
        throw damaged(where, e);
      }
    }
    return new NpzFile(path, archive, entries, tensors);
  }

  private static String where(String path, ZipEntry entry) {
    return path + ", entry " + entry.getName();
  }

  private static InputStream stream(ZipFile archive, ZipEntry entry, String where)
      throws IOException {
    InputStream in = archive.getInputStream(entry);
    if (in == null) {
      throw new MalformedFileException(where, 0, "the archive does not contain it");
    }
    return new BufferedInputStream(in);
  }

  private static IOException damaged(String where, IOException e) {
    return new MalformedFileException(where, 0, "it is damaged: " + e.getMessage());
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public List<String> names() {
    return List.copyOf(tensors.keySet());
  }

  @Override
  public StoredTensor stored(String name) {
    StoredTensor stored = tensors.get(name);
    if (stored == null) {
      throw new IllegalArgumentException(path + " has no array '" + name + "'");
    }
    return stored;
  }

  /** {@inheritDoc} The checksum of the entry is compared. */
  @Override
  public Tensor read(String name) throws IOException {
    StoredTensor stored = stored(name);
    ZipEntry entry = entries.get(name);
    String where = where(path, entry);
    CRC32 checksum = new CRC32();
    try (InputStream in = new CheckedInputStream(stream(archive, entry, where), checksum)) {
      Tensor tensor = NpyFile.read(in, name, entry.getSize(), where);
      if (in.read() >= 0) {
        throw new MalformedFileException(
            where, stored.position() + stored.bytes(), "it goes on after its elements");
      }
      if (checksum.getValue() != entry.getCrc()) {
        throw new MalformedFileException(where, 0, "it is damaged: the checksum is wrong");
      }
      return tensor;
    } catch (ZipException | EOFException e) {
      throw damaged(where, e);
    }
  }

  @Override
  public void close() throws IOException {
    archive.close();
  }

  /**
   * Writes tensors to a file, as {@code numpy.savez} does.
   *
   * @throws IllegalArgumentException if a tensor is null, or a name is empty or too long for a zip
   *     archive
   * @throws IOException if the file cannot be written
   */
  public static void write(Path file, Map<String, Tensor> tensors) throws IOException {
    write(file, tensors, ZipEntry.STORED);
  }

  /**
   * Writes tensors to a file, as {@code numpy.savez_compressed} does.
   *
   * @throws IllegalArgumentException if a tensor is null, or a name is empty or too long for a zip
   *     archive
   * @throws IOException if the file cannot be written
   */
  public static void writeCompressed(Path file, Map<String, Tensor> tensors) throws IOException {
    write(file, tensors, ZipEntry.DEFLATED);
  }

  private static void write(Path file, Map<String, Tensor> tensors, int method) throws IOException {
    tensors.forEach(
        (name, tensor) -> {
          if (name.isEmpty()) {
            throw new IllegalArgumentException("the name of an array is empty");
          }
          if (tensor == null) {
            throw new IllegalArgumentException("the tensor '" + name + "' is null");
          }
        });
    CompleteFile.write(file, out -> write(out, tensors, method));
  }

  private static void write(OutputStream out, Map<String, Tensor> tensors, int method)
      throws IOException {
    ZipOutputStream archive = new ZipOutputStream(out);
    for (Map.Entry<String, Tensor> each : tensors.entrySet()) {
      NdArray array = each.getValue().array();
      ZipEntry entry = new ZipEntry(each.getKey() + ENDING);
      entry.setMethod(method);
      entry.setTimeLocal(DATE);
      if (method == ZipEntry.STORED) {
        describe(entry, array);
      }
      archive.putNextEntry(entry);
      NpyFile.write(array, archive);
      archive.closeEntry();
    }
    archive.finish();
  }

  /** An entry that is not compressed tells its size and its checksum before its bytes. */
  private static void describe(ZipEntry entry, NdArray array) throws IOException {
    CRC32 checksum = new CRC32();
    NpyFile.write(array, new CheckedOutputStream(OutputStream.nullOutputStream(), checksum));
    ElementType element = ElementType.of(array.dtype());
    int header = NpyHeader.bytes(element, array.shape().toArray()).length;
    entry.setSize(header + (long) array.shape().elements() * element.bytes());
    entry.setCrc(checksum.getValue());
  }
}
