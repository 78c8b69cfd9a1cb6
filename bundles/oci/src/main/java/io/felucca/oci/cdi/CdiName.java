package io.felucca.oci.cdi;

import io.felucca.api.Fault;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The qualified name of a device, {@code vendor/class=name}: CDI specification, "kind" and "name".
 *
 * @param vendor such as {@code vendor.com}
 * @param type the class, such as {@code gpu}
 * @param device such as {@code 0} or {@code all}
 */
public record CdiName(String vendor, String type, String device) {
  private static final Pattern QUALIFIED = Pattern.compile("([^/=]+)/([^=]+)=(.+)");
  private static final String KIND = "[A-Za-z]([A-Za-z0-9_.-]*[A-Za-z0-9])?";
  private static final String DEVICE = "[A-Za-z0-9]([A-Za-z0-9_.:-]*[A-Za-z0-9])?";

  public CdiName {
    check("vendor", vendor, KIND);
    check("class", type, KIND);
    check("device name", device, DEVICE);
  }

  private static void check(String what, String value, String pattern) {
    if (!value.matches(pattern)) {
      throw Fault.invalid(
          "invalid CDI %s \"%s\": letters, digits and ._- (a device also :), beginning with a"
              + " letter (a device also with a digit), ending with a letter or digit",
          what, value);
    }
  }

  /** Reads a qualified name. */
  public static CdiName parse(String text) {
    Matcher parts = QUALIFIED.matcher(text);
    if (!parts.matches()) {
      throw Fault.invalid("unqualified CDI device \"%s\": it is vendor/class=name", text);
    }
    return new CdiName(parts.group(1), parts.group(2), parts.group(3));
  }

  /** Whether a text is a qualified name and not, say, the path of a device. */
  public static boolean isQualified(String text) {
    try {
      parse(text);
      return true;
    } catch (Fault e) {
      return false;
    }
  }

  @Override
  public String toString() {
    return vendor + "/" + type + "=" + device;
  }
}
