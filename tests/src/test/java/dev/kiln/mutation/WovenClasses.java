package dev.kiln.mutation;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Loads Kiln and its tests anew: some packages with mutants, those that run graphs with steps. */
final class WovenClasses extends ClassLoader {
  private static final List<String> WITH_MUTANTS = List.of("dev.kiln.autodiff.", "dev.kiln.pass.");
  private static final List<String> WITH_STEPS = List.of("dev.kiln.session.", "dev.kiln.op.");

  private final Weaver weaver;

  WovenClasses(Weaver weaver) {
    super(WovenClasses.class.getClassLoader());
    this.weaver = weaver;
    setDefaultAssertionStatus(true);
  }

  /** Loads all classes that have mutants, in an order that is always the same. */
  void loadAll() throws IOException, ClassNotFoundException, URISyntaxException {
    for (String prefix : WITH_MUTANTS) {
      for (URL folder : Collections.list(getResources(prefix.replace('.', '/')))) {
        List<Path> files;
        try (Stream<Path> all = Files.list(Path.of(folder.toURI()))) {
          files = all.sorted().toList();
        }
        for (Path file : files) {
          String name = file.getFileName().toString();
          if (name.endsWith(".class") && !name.equals("package-info.class")) {
            loadClass(prefix + name.substring(0, name.lastIndexOf('.')));
          }
        }
      }
    }
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    boolean isOurs = name.startsWith("dev.kiln.") && !name.startsWith("dev.kiln.mutation.");
    synchronized (getClassLoadingLock(name)) {
      Class<?> loaded = findLoadedClass(name);
      if (loaded != null) {
        return loaded;
      }
      return isOurs ? define(name) : super.loadClass(name, resolve);
    }
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    byte[] file;
    try (InputStream in = getResourceAsStream(name.replace('.', '/') + ".class")) {
      if (in == null) {
        throw new ClassNotFoundException(name);
      }
      file = in.readAllBytes();
    } catch (IOException e) {
      throw new ClassNotFoundException(name, e);
    }
    // tests of the packages are in them, too
    boolean isTest = name.contains("Test") || name.contains("RuleChecks");
    if (!isTest && WITH_MUTANTS.stream().anyMatch(name::startsWith)) {
      file = weaver.weave(file);
    } else if (!isTest && WITH_STEPS.stream().anyMatch(name::startsWith)) {
      file = weaver.count(file);
    }
    return defineClass(name, file, 0, file.length);
  }
}
