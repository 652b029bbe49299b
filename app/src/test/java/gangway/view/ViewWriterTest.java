package gangway.view;

import static org.assertj.core.api.Assertions.assertThat;

import gangway.Answer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ViewWriterTest {
  private static final View EMPTY = _ -> {};

  @Test
  void aDocumentIsOneLineThatBeginsWithTheFormat() {
    assertThat(ViewWriter.document(EMPTY)).isEqualTo("{\"format\":1}");
    assertThat(ViewWriter.document(json -> json.text("name", "a\n\"b\"")))
        .isEqualTo("{\"format\":1,\"name\":\"a\\n\\\"b\\\"\"}");
  }

  @Test
  void onlyTheDocumentHasTheFormat() {
    assertThat(ViewWriter.document(json -> json.object("inner", EMPTY)))
        .isEqualTo("{\"format\":1,\"inner\":{}}");
  }

  @Test
  void aMemberWithoutAValueIsLeftOut() {
    View view =
        json -> {
          json.text("text", Optional.empty());
          json.number("number", OptionalInt.empty());
          json.flag("flag", Answer.UNKNOWN);
          json.object("object", Optional.<View>empty());
        };
    assertThat(ViewWriter.document(view)).isEqualTo("{\"format\":1}");
  }

  @Test
  void everyKindOfValueIsWritten() {
    View view =
        json -> {
          json.text("text", Optional.of("a"));
          json.number("number", OptionalInt.of(1));
          json.number("large", 1L << 40);
          json.flag("no", Answer.NO);
          json.flag("yes", true);
          json.texts("texts", List.of("a", "b"));
          json.numbers("numbers", List.of(1, 2));
          json.objects("objects", List.of(EMPTY, EMPTY));
          json.object("object", Optional.of(EMPTY));
        };
    assertThat(ViewWriter.document(view))
        .isEqualTo(
            "{\"format\":1,\"text\":\"a\",\"number\":1,\"large\":1099511627776,\"no\":false,"
                + "\"yes\":true,\"texts\":[\"a\",\"b\"],\"numbers\":[1,2],\"objects\":[{},{}],"
                + "\"object\":{}}");
  }
}
