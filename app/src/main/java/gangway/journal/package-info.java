/** What Gangway did and is doing, kept on disk: who, when, what, and how it ended. */
@NullMarked
package gangway.journal;

import org.jspecify.annotations.NullMarked;
