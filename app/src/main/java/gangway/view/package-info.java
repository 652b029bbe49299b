/**
 * The JSON of docs/json.md as records: the commands print them with {@code --json}, and other
 * interfaces can give the same. Each record is made by a static factory from the values of the
 * program, is named for what it shows, and says which members it has; {@link
 * gangway.view.ViewWriter} makes the text. Golden files below {@code formats/json-1} hold every
 * text. A member can be added at any time; a changed name or meaning needs a new {@link
 * gangway.json.JsonFormat}.
 */
@NullMarked
package gangway.view;

import org.jspecify.annotations.NullMarked;
