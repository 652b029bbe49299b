package gangway.declaration;

import gangway.declaration.YamlNode.Mapping;
import gangway.declaration.YamlNode.Member;
import gangway.declaration.YamlNode.Reference;
import gangway.declaration.YamlNode.Scalar;
import gangway.declaration.YamlNode.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.api.lowlevel.Parse;
import org.snakeyaml.engine.v2.events.AliasEvent;
import org.snakeyaml.engine.v2.events.CollectionEndEvent;
import org.snakeyaml.engine.v2.events.CollectionStartEvent;
import org.snakeyaml.engine.v2.events.DocumentStartEvent;
import org.snakeyaml.engine.v2.events.Event;
import org.snakeyaml.engine.v2.events.MappingStartEvent;
import org.snakeyaml.engine.v2.events.NodeEvent;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Reads YAML 1.2 from the events of the parser. Every text stays as it is written: the parser
 * creates no objects, numbers or dates. Anchors, aliases and tags are errors, so that no text can
 * become larger than the file.
 */
final class YamlDocument {
  /** A file of {@code gangway apply} needs four levels. */
  private static final int MAX_DEPTH = 16;

  private final List<Fault> faults = new ArrayList<>();
  private final Deque<Open> open = new ArrayDeque<>();
  private Optional<YamlNode> root = Optional.empty();
  private int documents;

  private YamlDocument() {}

  /**
   * A document that was read.
   *
   * @param root empty if the file has no content, or cannot be read to its end
   */
  record Parsed(Optional<YamlNode> root, List<Fault> faults) {
    Parsed {
      faults = List.copyOf(faults);
    }
  }

  /** A list or mapping whose end was not read yet. */
  private static final class Open {
    private final CollectionStartEvent start;
    private final List<YamlNode> nodes = new ArrayList<>();

    Open(CollectionStartEvent start) {
      this.start = start;
    }

    YamlNode closed() {
      int line = YamlDocument.line(start);
      if (!(start instanceof MappingStartEvent)) {
        return new Sequence(nodes, line);
      }
      List<Member> members = new ArrayList<>();
      for (int i = 0; i + 1 < nodes.size(); i += 2) {
        members.add(new Member(nodes.get(i), nodes.get(i + 1)));
      }
      return new Mapping(members, line);
    }
  }

  static Parsed parse(String text) {
    YamlDocument document = new YamlDocument();
    document.read(text);
    return new Parsed(document.root, document.faults);
  }

  private void read(String text) {
    LoadSettings settings = LoadSettings.builder().setLabel("the file").build();
    try {
      for (Event event : new Parse(settings).parseString(text)) {
        if (open.size() > MAX_DEPTH) {
          faults.add(new Fault(line(event), "lists and mappings are nested too deeply"));
          root = Optional.empty();
          return;
        }
        take(event);
      }
    } catch (MarkedYamlEngineException e) {
      root = Optional.empty();
      faults.add(
          new Fault(
              e.getProblemMark().or(e::getContextMark).map(YamlDocument::line).orElse(1),
              "this is not YAML: " + e.getProblem()));
    } catch (YamlEngineException e) {
      root = Optional.empty();
      faults.add(new Fault(1, "this is not YAML: " + firstLine(e)));
    }
  }

  private static String firstLine(YamlEngineException e) {
    return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
  }

  private void take(Event event) {
    if (event instanceof NodeEvent node && !(event instanceof AliasEvent)) {
      node.getAnchor()
          .ifPresent(anchor ->
              faults.add(
                  new Fault(line(event), "anchors (&%s) are not allowed".formatted(anchor))));
    }
    switch (event) {
      case DocumentStartEvent _ -> {
        documents++;
        if (documents == 2) {
          faults.add(new Fault(line(event), "a second document begins; the file must have one"));
        }
      }
      case AliasEvent alias -> {
        faults.add(
            new Fault(
                line(event),
                "aliases (*%s) are not allowed; write the value itself"
                    .formatted(alias.getAlias())));
        add(new Reference(line(event)));
      }
      case ScalarEvent scalar -> {
        scalar.getTag().ifPresent(tag -> tagged(event, tag));
        add(new Scalar(scalar.getValue(), scalar.isPlain(), line(event)));
      }
      case CollectionStartEvent start -> {
        start.getTag().ifPresent(tag -> tagged(event, tag));
        open.push(new Open(start));
      }
      case CollectionEndEvent _ -> add(open.pop().closed());
      default -> {
        // the beginning and the end of the stream and of the document
      }
    }
  }

  private void tagged(Event event, String tag) {
    faults.add(new Fault(line(event), "tags (%s) are not allowed".formatted(tag)));
  }

  private void add(YamlNode node) {
    Open within = open.peek();
    if (within != null) {
      within.nodes.add(node);
    } else if (root.isEmpty()) {
      root = Optional.of(node);
    }
  }

  private static int line(Event event) {
    return event.getStartMark().map(YamlDocument::line).orElse(1);
  }

  private static int line(Mark mark) {
    return mark.getLine() + 1;
  }
}
