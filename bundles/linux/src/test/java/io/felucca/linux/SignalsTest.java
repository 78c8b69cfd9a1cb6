package io.felucca.linux;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import java.util.List;
import org.junit.Test;

public class SignalsTest {
  @Test
  public void namesAndNumbersAreParsed() {
    assertEquals(15, Signals.parse("SIGTERM"));
    assertEquals(15, Signals.parse("term"));
    assertEquals(9, Signals.parse(" 9 "));
    assertEquals(31, Signals.parse("SYS"));
    assertEquals(37, Signals.parse("SIGRTMIN+3"));
    assertEquals(63, Signals.parse("RTMAX-1"));
    assertEquals(6, Signals.parse("SIGIOT"));
  }

  @Test
  public void unknownSignalsAreRefused() {
    for (String wrong : List.of("", "SIG", "FOO", "0", "65", "-1", "SIGRTMIN+40", "9x")) {
      assertThrows(wrong, IllegalArgumentException.class, () -> Signals.parse(wrong));
    }
  }

  @Test
  public void everyNumberComesBackFromItsName() {
    for (int signal = 1; signal <= 64; signal++) {
      if (signal != 32 && signal != 33) {
        assertEquals(signal, Signals.parse(Signals.name(signal)));
      }
    }
  }
}
