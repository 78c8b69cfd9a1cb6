package io.felucca.api;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import org.junit.Test;

public class IdentifiersTest {
  private static final String LONGEST = "a".repeat(76);

  @Test
  public void wordsWithDotsDashesAndUnderscoresBetweenAreIdentifiers() {
    for (String name : new String[] {"a", "0", "a.b-c_d", "k8s.io", LONGEST}) {
      assertTrue(name, Identifiers.isOne(name));
      Identifiers.check(name);
      Identifiers.check("task id", name);
    }
  }

  @Test
  public void whatCouldLeaveItsFolderIsNone() {
    for (String name : new String[] {"", ".", "..", "a/b", "a..b", "-a", "a-", "ä", "a\n"}) {
      assertFalse(name, Identifiers.isOne(name));
      assertThrows(name, Fault.class, () -> Identifiers.check(name));
    }
    assertFalse(Identifiers.isOne(LONGEST + "a"));
  }

  @Test
  public void messageSaysWhatIsWrong() {
    assertEquals("identifier must not be empty", message(""));
    assertEquals(
        "identifier \"" + LONGEST + "a\" greater than maximum length (76 characters)",
        message(LONGEST + "a"));
    assertEquals(
        "identifier \"-x\" must match ^[A-Za-z0-9]+(?:[._-](?:[A-Za-z0-9]+))*$", message("-x"));
    Fault fault = assertThrows(Fault.class, () -> Identifiers.check("task id", ""));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertEquals("invalid task id : identifier must not be empty", fault.getMessage());
  }

  private static String message(String name) {
    Fault fault = assertThrows(Fault.class, () -> Identifiers.check(name));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    return fault.getMessage();
  }
}
