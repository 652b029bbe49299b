package gangway.xen.definition.xl;

import gangway.xen.protocol.Readiness;
import java.util.List;
import java.util.stream.Stream;

/**
 * The settings for hot-plug in a definition for xl, as xl reads them (tools/xl/xl_parse.c): if the
 * definition has functions, xl enables the settings that are not given; {@code cmdline} replaces
 * {@code root} and {@code extra}.
 */
record XlReadiness(XlConfig config) {
  private static final String MEMORY_MAP = "e820_host";
  private static final String PASSTHROUGH = "passthrough";
  private static final List<String> OFF = List.of("disabled", "0");

  List<Readiness> lacks() {
    return Stream.of(Readiness.values()).filter(setting -> !has(setting)).toList();
  }

  private boolean has(Readiness setting) {
    boolean unsaid = !config.functions().isEmpty();
    return switch (setting) {
      case PASSTHROUGH ->
          config
              .string(PASSTHROUGH)
              .filter(word -> !word.equals("default"))
              .map(word -> !OFF.contains(word))
              .orElse(unsaid);
      case MEMORY_MAP -> config.string(MEMORY_MAP).map(word -> !word.equals("0")).orElse(unsaid);
      case BOUNCE_BUFFERS -> config.string("kernel").isEmpty() || Readiness.bounces(arguments());
    };
  }

  /** A copy of the definition with a setting. */
  XlConfig with(Readiness setting) {
    return switch (setting) {
      case PASSTHROUGH -> config.with(PASSTHROUGH, XlConfig.quoted("enabled"));
      case MEMORY_MAP -> config.with(MEMORY_MAP, "1");
      case BOUNCE_BUFFERS -> config.with(key(), XlConfig.quoted(Readiness.bouncing(arguments())));
    };
  }

  private String arguments() {
    return config.string(key()).orElse("");
  }

  private String key() {
    return config.string("cmdline").isPresent() ? "cmdline" : "extra";
  }
}
