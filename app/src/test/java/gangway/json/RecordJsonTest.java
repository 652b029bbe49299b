package gangway.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecordJsonTest {
  private static final RecordJson JSON =
      new RecordJson(
          Map.of(Path.class, Path::of),
          List.of(
              Kinds.of(Colour.class)
                  .constant("red", Colour.RED)
                  .constant("green", Colour.GREEN, "GREEN")
                  .build(),
              Kinds.of(Shape.class)
                  .record("circle", Shape.Circle.class, "Circle")
                  .record("group", Shape.Group.class)
                  .record("straight-line", Shape.Line.Straight.class)
                  .build()));

  enum Colour {
    RED,
    GREEN
  }

  sealed interface Shape {
    record Circle(int radius, Optional<Colour> colour) implements Shape {}

    record Group(List<Shape> shapes) implements Shape {}

    sealed interface Line extends Shape {
      record Straight(Path from, boolean dashed) implements Line {}
    }
  }

  record Drawing(String name, Shape shape, Set<Colour> used) {}

  private static final Drawing DRAWING =
      new Drawing(
          "a \"name\"\n\u0000é",
          new Shape.Group(
              List.of(
                  new Shape.Circle(-3, Optional.of(Colour.GREEN)),
                  new Shape.Circle(0, Optional.empty()),
                  new Shape.Line.Straight(Path.of("/etc/xen/pv1.cfg"), true),
                  new Shape.Group(List.of()))),
          Set.of(Colour.RED));

  private static String text(Record value) {
    return JsonText.of(json -> JSON.write(json, value));
  }

  private static <T> T read(String text, Class<T> type) {
    return JSON.read(new JsonLine(text.getBytes(UTF_8)), type);
  }

  @Test
  void writtenValuesAreParsedUnchanged() {
    assertThat(read(text(DRAWING), Drawing.class)).isEqualTo(DRAWING);
  }

  @Test
  void aSealedValueHasItsKindAndAPathIsText() {
    assertThat(text(new Shape.Line.Straight(Path.of("/a/b"), false)))
        .isEqualTo("{\"kind\":\"straight-line\",\"from\":\"/a/b\",\"dashed\":false}");
    assertThat(text(new Shape.Circle(1, Optional.empty())))
        .isEqualTo("{\"kind\":\"circle\",\"radius\":1,\"colour\":null}");
  }

  @Test
  void aFormerNameIsReadAndNotWritten() {
    String old = "{\"kind\":\"Circle\",\"radius\":1,\"colour\":\"GREEN\"}";
    Shape circle = read(old, Shape.class);
    assertThat(circle).isEqualTo(new Shape.Circle(1, Optional.of(Colour.GREEN)));
    assertThat(text((Record) circle))
        .isEqualTo("{\"kind\":\"circle\",\"radius\":1,\"colour\":\"green\"}");
  }

  @Test
  void anOptionalMemberMayBeMissing() {
    assertThat(read("{\"kind\":\"circle\",\"radius\":1}", Shape.class))
        .isEqualTo(new Shape.Circle(1, Optional.empty()));
  }

  @Test
  void anUnknownNameIsReported() {
    assertThatThrownBy(() -> read("{\"kind\":\"Square\"}", Shape.class))
        .isInstanceOf(UnknownName.class)
        .hasMessage("'Square' is not a known Shape");
  }

  @Test
  void aNameAndATypeCanBeUsedOnlyOnce() {
    Kinds.Builder<Shape> kinds = Kinds.of(Shape.class).record("a", Shape.Circle.class);
    assertThatThrownBy(() -> kinds.record("a", Shape.Group.class))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> kinds.record("b", Shape.Circle.class))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"kind\":\"Square\"}",
        "{\"kind\":\"Straight\",\"from\":\"/a\",\"dashed\":true}",
        "{\"kind\":\"java.lang.ProcessBuilder\"}",
        "{\"kind\":\"Drawing\",\"name\":\"x\"}",
        "{\"kind\":\"Circle\"}",
        "{\"kind\":\"Circle\",\"radius\":\"1\",\"colour\":null}",
        "{\"kind\":\"Circle\",\"radius\":1,\"colour\":\"BLUE\"}",
        "{\"kind\":\"Circle\",\"radius\":1,\"colour\":null,\"more\":1}",
        "{\"kind\":\"Circle\",\"radius\":1,\"colour\":null} x",
        "{\"kind\":\"Group\",\"shapes\":[{\"kind\":\"Circle\",\"rad"
      })
  void otherTextsAreRefused(String text) {
    assertThatThrownBy(() -> read(text, Shape.class)).isInstanceOf(IllegalArgumentException.class);
  }
}
