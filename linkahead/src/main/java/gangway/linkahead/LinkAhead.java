package gangway.linkahead;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;

/**
 * Links a jar's classes ahead of time, in place.
 *
 * <p>Usage: {@code LinkAhead JAR LIBRARY…}, the libraries being what its classes refer to.
 */
public final class LinkAhead {
  private LinkAhead() {}

  public static void main(String[] arguments) throws IOException {
    List<Path> jars = Stream.of(arguments).map(Path::of).toList();
    try (URLClassLoader types =
            new URLClassLoader(jars.stream().map(LinkAhead::url).toArray(URL[]::new));
        FileSystem jar = FileSystems.newFileSystem(jars.getFirst())) {
      ClassLinker linker = new ClassLinker(types);
      for (Path file : classes(jar.getPath("/"))) {
        FileTime made = Files.getLastModifiedTime(file);
        Files.write(file, linker.link(Files.readAllBytes(file)));
        Files.setLastModifiedTime(file, made);
      }
    }
  }

  private static List<Path> classes(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      return files.filter(file -> file.toString().endsWith(".class")).toList();
    }
  }

  private static URL url(Path jar) {
    try {
      return jar.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }
}
