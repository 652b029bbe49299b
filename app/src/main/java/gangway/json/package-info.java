/**
 * JSON, parsed line by line and written from records. {@link gangway.json.JsonLine} parses, {@link
 * gangway.json.JsonWriter} writes, and {@link gangway.json.RecordJson} converts records.
 */
@NullMarked
package gangway.json;

import org.jspecify.annotations.NullMarked;
