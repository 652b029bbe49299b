package gangway.xen.definition;

import java.math.BigInteger;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Parses consecutive numbers in a text exactly as the C library does for xl. */
public final class CNumbers {
  private static final String BLANKS = " \t\n\013\f\r";
  private static final BigInteger TOO_LARGE = BigInteger.ONE.shiftLeft(Long.SIZE);
  private static final BigInteger MAX = BigInteger.valueOf(Long.MAX_VALUE);
  private static final BigInteger MIN = BigInteger.valueOf(Long.MIN_VALUE);

  private final String text;
  private int at;

  CNumbers(String text, int at) {
    this.text = text;
    this.at = at;
  }

  /** The position of the next character. */
  int at() {
    return at;
  }

  boolean atEnd() {
    return at == text.length();
  }

  /** Skips the character if it is next. */
  boolean skip(char letter) {
    boolean next = at < text.length() && text.charAt(at) == letter;
    at += next ? 1 : 0;
    return next;
  }

  /** The number of colons among the hexadecimal digits that follow. */
  int colonsAhead() {
    int colons = 0;
    for (int i = at; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == ':') {
        colons++;
      } else if (digit(i, 16) < 0) {
        break;
      }
    }
    return colons;
  }

  /**
   * {@code sscanf("%x")} into 32 bits: a number that needs more than 32 bits loses its upper bits,
   * and one that needs more than 64 bits becomes all ones. Empty, without skipping anything, if
   * there is no number.
   */
  OptionalInt hexadecimal() {
    int start = at;
    boolean negative = sign();
    int digits = at;
    if (skip('0') && !skip('x')) {
      skip('X');
    }
    boolean zero = at > digits;
    int behindPrefix = at;
    while (at < text.length() && digit(16) >= 0) {
      at++;
    }
    if (at == behindPrefix && !zero) {
      at = start;
      return OptionalInt.empty();
    }
    BigInteger number = number(behindPrefix, 16);
    if (number.compareTo(TOO_LARGE) >= 0) {
      return OptionalInt.of(-1);
    }
    return OptionalInt.of((negative ? number.negate() : number).intValue());
  }

  /** {@code atoi}: 0 if there is no number. */
  int decimal() {
    boolean negative = sign();
    int digits = at;
    while (at < text.length() && digit(10) >= 0) {
      at++;
    }
    BigInteger number = number(digits, 10);
    return (negative ? number.negate() : number).min(MAX).max(MIN).intValue();
  }

  /** {@code strtol} with base 0; empty unless the whole text is a number that fits into 64 bits. */
  public static OptionalLong whole(String text) {
    CNumbers numbers = new CNumbers(text, 0);
    boolean negative = numbers.sign();
    int start = numbers.at;
    int base = 10;
    if (numbers.skip('0')) {
      base = numbers.skip('x') || numbers.skip('X') ? 16 : 8;
      start = base == 16 ? numbers.at : start;
    }
    while (!numbers.atEnd() && numbers.digit(base) >= 0) {
      numbers.at++;
    }
    if (!numbers.atEnd() || numbers.at == start) {
      return OptionalLong.empty();
    }
    BigInteger number = numbers.number(start, base);
    BigInteger signed = negative ? number.negate() : number;
    return signed.bitLength() < Long.SIZE
        ? OptionalLong.of(signed.longValue())
        : OptionalLong.empty();
  }

  private boolean sign() {
    while (at < text.length() && BLANKS.indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    boolean negative = skip('-');
    if (!negative) {
      skip('+');
    }
    return negative;
  }

  private int digit(int base) {
    return digit(at, base);
  }

  private int digit(int place, int base) {
    char c = text.charAt(place);
    return c < 0x80 ? Character.digit(c, base) : -1;
  }

  /**
   * The number from a position up to here; very long ones become {@link #TOO_LARGE} without
   * parsing.
   */
  private BigInteger number(int from, int base) {
    String digits = text.substring(from, at);
    if (digits.isEmpty()) {
      return BigInteger.ZERO;
    }
    int zeros = 0;
    while (zeros < digits.length() - 1 && digits.charAt(zeros) == '0') {
      zeros++;
    }
    String significant = digits.substring(zeros);
    return significant.length() > Long.SIZE ? TOO_LARGE : new BigInteger(significant, base);
  }
}
