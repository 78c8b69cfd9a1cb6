package io.felucca.snapshots.book;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertThrows;

import io.felucca.api.Fault;
import io.felucca.api.snapshot.SnapshotInfo;
import io.felucca.api.snapshot.SnapshotKind;
import io.felucca.api.snapshot.Usage;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import org.junit.Test;

public class PageTest {
  /** A view with ID 7 over "base", one label: as the first release wrote it. */
  private static final String FIRST_RELEASE =
      "01"
          + "0000000000000007"
          + "00"
          + "000000006553f1000000007b"
          + "000000006553f1010000007c"
          + "0000000000000003"
          + "0000000000001000"
          + "00000004"
          + "62617365"
          + "00000001"
          + "00000001"
          + "6b"
          + "00000002"
          + "c3bc";

  private static final Page PAGE =
      new Page(
          7,
          new SnapshotInfo(
              SnapshotKind.VIEW,
              "name",
              "base",
              Map.of("k", "ü"),
              Instant.ofEpochSecond(1_700_000_000, 123),
              Instant.ofEpochSecond(1_700_000_001, 124)),
          new Usage(3, 4096));

  @Test
  public void theBytesOfTheFirstReleaseAreReadAndWritten() {
    assertEquals(FIRST_RELEASE, HexFormat.of().formatHex(PAGE.bytes()));
    assertEquals(PAGE, Page.read("name", HexFormat.of().parseHex(FIRST_RELEASE)));
  }

  @Test
  public void kindsKeepTheirNumbers() {
    assertEquals(0, SnapshotKind.VIEW.ordinal());
    assertEquals(1, SnapshotKind.ACTIVE.ordinal());
    assertEquals(2, SnapshotKind.COMMITTED.ordinal());
  }

  @Test
  public void aPageOfAnotherFormatOrCutShortIsDataLoss() {
    byte[] other = PAGE.bytes();
    other[0] = 2;
    assertDataLoss(other);
    assertDataLoss(Arrays.copyOf(PAGE.bytes(), 20));
  }

  private static void assertDataLoss(byte[] bytes) {
    Fault fault = assertThrows(Fault.class, () -> Page.read("name", bytes));
    assertEquals(Fault.Kind.DATA_LOSS, fault.kind());
  }
}
