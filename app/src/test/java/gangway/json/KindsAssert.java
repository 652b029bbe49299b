package gangway.json;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Golden;
import gangway.ProgramClasses;
import java.util.List;
import java.util.function.Function;

/** Holds the names of a type's kinds, and how each is written, against their golden files. */
public final class KindsAssert {
  private KindsAssert() {}

  /**
   * Every record of an interface has a name, a sample and a golden file; the sample is written as
   * the file says, and read from the file, and from that of format 1, as it was.
   *
   * @param folder of the golden files, below the number of the format
   * @param since the records that came after format 1
   */
  public static <T> void assertPinned(
      Kinds<T> kinds,
      List<? extends T> samples,
      String folder,
      Function<Record, String> write,
      Function<String, T> read,
      List<Class<? extends T>> since) {
    assertThat(kinds.records())
        .as("records with a name")
        .containsExactlyInAnyOrderElementsOf(ProgramClasses.recordsOf(kinds.type()));
    assertThat(samples.stream().<Class<?>>map(Object::getClass).toList())
        .as("records with a sample")
        .containsExactlyInAnyOrderElementsOf(kinds.records());
    for (T sample : samples) {
      String name = kinds.name(sample.getClass()).orElseThrow();
      Golden.assertGolden("2/%s/%s.json".formatted(folder, name), write.apply((Record) sample));
      assertThat(read.apply(Golden.read("2/%s/%s.json".formatted(folder, name)))).isEqualTo(sample);
    }
    assertThat(Golden.names("2/" + folder))
        .as("golden files")
        .containsExactlyInAnyOrderElementsOf(
            samples.stream().map(sample -> kinds.name(sample.getClass()).orElseThrow()).toList());
    assertThat(Golden.names("1/" + folder).stream().map(name -> old(folder, name, read)).toList())
        .as("read from format 1")
        .containsExactlyInAnyOrderElementsOf(
            samples.stream().filter(sample -> !since.contains(sample.getClass())).toList());
  }

  private static <T> T old(String folder, String name, Function<String, T> read) {
    return read.apply(Golden.read("1/%s/%s.json".formatted(folder, name)));
  }
}
