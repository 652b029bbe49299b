package gangway.xen.definition.libvirt;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * An XML document with its original text. A changed copy keeps all text that need not change:
 * comments, quotes, blanks and unknown elements.
 *
 * <p>See docs/decisions/0012-edit-definitions-as-text.md.
 */
final class XmlText {
  private static final String INDENT = "  ";
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final String text;
  private final Document document;
  private final IdentityHashMap<Element, Span> spans;

  private XmlText(String text, Document document, IdentityHashMap<Element, Span> spans) {
    this.text = text;
    this.document = document;
    this.spans = spans;
  }

  /**
   * The position of an element. An element without content can be a single tag, which ends with its
   * start tag.
   *
   * @param start position of its first character
   * @param content position after its start tag
   * @param close position of its end tag
   * @param end position after the element
   */
  private record Span(int start, int content, int close, int end) {}

  /**
   * Parses a document; empty if it is not well-formed, or has a DOCTYPE, which could load files.
   */
  static Optional<XmlText> parse(String text) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setXIncludeAware(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      // libxml2 skips a byte order mark, and Java's parser does not
      String content = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
      Document document = builder.parse(new InputSource(new StringReader(content)));
      return Optional.of(new XmlText(text, document, spans(text, document)));
    } catch (SAXException | IOException e) {
      return Optional.empty();
    } catch (ParserConfigurationException e) {
      throw new IllegalStateException("this Java has no XML parser", e);
    }
  }

  /** Finds the tags of a well-formed text; they have the same order as the elements. */
  private static IdentityHashMap<Element, Span> spans(String text, Document document) {
    NodeList elements = document.getElementsByTagName("*");
    IdentityHashMap<Element, Span> spans = new IdentityHashMap<>();
    Deque<Element> open = new ArrayDeque<>();
    int next = 0;
    int end = 0;
    for (int at = text.indexOf('<'); at >= 0; at = text.indexOf('<', end)) {
      end = end(text, at);
      if (text.startsWith("</", at)) {
        int close = at;
        int behind = end;
        spans.computeIfPresent(
            open.pop(), (_, tag) -> new Span(tag.start(), tag.content(), close, behind));
      } else if (!text.startsWith("<!", at) && !text.startsWith("<?", at)) {
        Element element = (Element) elements.item(next++);
        spans.put(element, new Span(at, end, end, end));
        if (!text.startsWith("/>", end - "/>".length())) {
          open.push(element);
        }
      }
    }
    return spans;
  }

  /** The position after the markup that starts with {@code <}. */
  private static int end(String text, int at) {
    if (text.startsWith("<!--", at)) {
      return text.indexOf("-->", at + "<!--".length()) + "-->".length();
    }
    if (text.startsWith("<![CDATA[", at)) {
      return text.indexOf("]]>", at) + "]]>".length();
    }
    if (text.startsWith("<?", at)) {
      return text.indexOf("?>", at) + "?>".length();
    }
    char quote = 0;
    int end = at;
    for (char c = '<'; quote != 0 || c != '>'; c = text.charAt(++end)) {
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
    }
    return end + 1;
  }

  Element root() {
    return document.getDocumentElement();
  }

  /** A copy without an element, and without its lines if nothing else is on them. */
  XmlText without(Element element) {
    Span span = span(element);
    int lineStart = lineStart(span.start());
    int lineEnd = text.indexOf('\n', span.end());
    boolean alone =
        lineEnd >= 0
            && text.substring(lineStart, span.start()).isBlank()
            && text.substring(span.end(), lineEnd).isBlank();
    return alone ? changed(lineStart, lineEnd + 1, "") : changed(span.start(), span.end(), "");
  }

  /** A copy in which an element has one more child, after the others. */
  XmlText with(Element parent, String child) {
    Span span = span(parent);
    String indent = indent(span.start());
    String lines =
        child.lines().map(line -> indent + INDENT + line + "\n").collect(Collectors.joining());
    if (span.close() == span.end()) {
      String tag = text.substring(span.start(), span.end() - "/>".length()).stripTrailing();
      return changed(
          span.start(),
          span.end(),
          tag + ">\n" + lines + indent + "</" + parent.getTagName() + ">");
    }
    int lineStart = lineStart(span.close());
    return lineStart >= span.content() && text.substring(lineStart, span.close()).isBlank()
        ? changed(lineStart, lineStart, lines)
        : changed(span.close(), span.close(), "\n" + lines + indent);
  }

  /** A copy in which an element is replaced. */
  XmlText replacing(Element element, String other) {
    Span span = span(element);
    return changed(span.start(), span.end(), other);
  }

  /** An element as written but without its indentation, in which an element in it is replaced. */
  String replaced(Element element, Element inner, String other) {
    Span outer = span(element);
    Span old = span(inner);
    String indent = indent(outer.start());
    return (text.substring(outer.start(), old.start())
            + other
            + text.substring(old.end(), outer.end()))
        .replace("\n" + indent, "\n");
  }

  /** An element as written, on one line. */
  String of(Element element) {
    Span span = span(element);
    return text.substring(span.start(), span.end()).replaceAll("\\s+", " ").replace("> <", "><");
  }

  /** An element with text content. */
  static String element(String name, String content) {
    String escaped = content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
    return "<%1$s>%2$s</%1$s>".formatted(name, escaped);
  }

  private Span span(Element element) {
    return Objects.requireNonNull(spans.get(element), "an element of another document");
  }

  private int lineStart(int at) {
    return text.lastIndexOf('\n', at - 1) + 1;
  }

  /** The indentation before the position, if only blanks precede it on its line. */
  private String indent(int at) {
    String before = text.substring(lineStart(at), at);
    return before.isBlank() ? before : "";
  }

  private XmlText changed(int from, int to, String replacement) {
    return parse(text.substring(0, from) + replacement + text.substring(to))
        .orElseThrow(() -> new IllegalStateException("a changed document cannot be parsed"));
  }

  /** The whole text. */
  @Override
  public String toString() {
    return text;
  }
}
