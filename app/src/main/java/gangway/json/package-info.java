/** JSON, read line by line and written from records. */
@NullMarked
package gangway.json;

import org.jspecify.annotations.NullMarked;
