import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javassist.bytecode.AccessFlag;
import javassist.bytecode.AttributeInfo;
import javassist.bytecode.ClassFile;
import javassist.bytecode.FieldInfo;
import javassist.bytecode.MethodInfo;

/**
 * Copies what other programs can link to out of jars: of the packages that a module exports to
 * everybody, the classes with their public and protected members, without code and debugging
 * information. Copies of equal jars are equal, byte for byte.
 *
 * <pre>java -cp JAPICMP .ci/ApiBaseline.java FOLDER JAR...</pre>
 *
 * <p>Javassist is in the jar of japicmp. {@code .ci/api} runs this.
 */
final class ApiBaseline {
  /** Attributes of classes that nobody links by. */
  private static final Set<String> UNUSED =
      Set.of("SourceFile", "BootstrapMethods", "NestMembers", "NestHost", "EnclosingMethod");

  private static final LocalDateTime TIME = LocalDateTime.of(1980, 2, 1, 0, 0);

  private ApiBaseline() {}

  public static void main(String[] arguments) throws IOException {
    Path folder = Path.of(arguments[0]);
    Files.createDirectories(folder);
    for (String jar : List.of(arguments).subList(1, arguments.length)) {
      copy(Path.of(jar), folder.resolve(Path.of(jar).getFileName()));
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    try (JarFile jar = new JarFile(from.toFile());
        OutputStream file = Files.newOutputStream(to);
        ZipOutputStream zip = new ZipOutputStream(file)) {
      zip.setLevel(9);
      Set<String> exported = exported(jar);
      List<JarEntry> entries =
          jar.stream()
              .filter(each -> each.getName().endsWith(".class"))
              .filter(each -> exported.contains(packageOf(each.getName())))
              .filter(each -> !each.getName().endsWith("package-info.class"))
              .sorted(Comparator.comparing(JarEntry::getName))
              .toList();
      for (JarEntry each : entries) {
        Optional<byte[]> stripped = stripped(jar, each);
        if (stripped.isPresent()) {
          ZipEntry entry = new ZipEntry(each.getName());
          entry.setTimeLocal(TIME);
          zip.putNextEntry(entry);
          zip.write(stripped.get());
          zip.closeEntry();
        }
      }
    }
  }

  private static Set<String> exported(JarFile jar) throws IOException {
    try (InputStream in = jar.getInputStream(jar.getEntry("module-info.class"))) {
      return ModuleDescriptor.read(in).exports().stream()
          .filter(each -> !each.isQualified())
          .map(ModuleDescriptor.Exports::source)
          .collect(Collectors.toSet());
    }
  }

  private static String packageOf(String entry) {
    return entry.substring(0, Math.max(0, entry.lastIndexOf('/'))).replace('/', '.');
  }

  /** Empty for classes that no other program can name. */
  private static Optional<byte[]> stripped(JarFile jar, JarEntry entry) throws IOException {
    ClassFile read;
    try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
      read = new ClassFile(in);
    }
    boolean isNested = read.getInnerAccessFlags() >= 0;
    if (isNested && !isVisible(read.getInnerAccessFlags())) {
      return Optional.empty(); // classes at the top may be superclasses, whoever sees them
    }
    for (FieldInfo each : new ArrayList<>(read.getFields())) {
      // japicmp compares the numbers that serialisation goes by, which are private
      if (!isVisible(each.getAccessFlags()) && !each.getName().equals("serialVersionUID")) {
        read.getFields().remove(each);
      }
    }
    for (MethodInfo each : new ArrayList<>(read.getMethods())) {
      if (!isVisible(each.getAccessFlags())) {
        read.getMethods().remove(each);
      } else {
        each.removeCodeAttribute();
      }
    }
    read.getAttributes().removeIf(each -> UNUSED.contains(((AttributeInfo) each).getName()));
    read.compact();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    read.write(new DataOutputStream(bytes));
    return Optional.of(bytes.toByteArray());
  }

  private static boolean isVisible(int access) {
    return AccessFlag.isPublic(access) || AccessFlag.isProtected(access);
  }
}
