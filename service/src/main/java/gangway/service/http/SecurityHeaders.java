package gangway.service.http;

import org.eclipse.jetty.http.HttpFields;

/** The headers of each answer that limit what a browser does with the answer. */
final class SecurityHeaders {
  private static final String CONTENT =
      "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; img-src 'self' data:;"
          + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none';"
          + " require-trusted-types-for 'script'";

  private SecurityHeaders() {}

  /** Adds the headers; a file of the page may already say how long it can be stored. */
  static void put(HttpFields.Mutable headers) {
    headers.put("Content-Security-Policy", CONTENT);
    headers.put("X-Content-Type-Options", "nosniff");
    headers.put("Referrer-Policy", "no-referrer");
    headers.put("Cross-Origin-Opener-Policy", "same-origin");
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    if (!headers.contains("Cache-Control")) {
      headers.put("Cache-Control", "no-store");
    }
  }
}
