/** What each code of a finding or of an issue means, for the help of the program. */
@NullMarked
package gangway.explanation;

import org.jspecify.annotations.NullMarked;
