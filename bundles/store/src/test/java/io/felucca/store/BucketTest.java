package io.felucca.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.Rule;
import org.junit.Test;

public class BucketTest {
  @Rule public final OpenStore open = new OpenStore();

  @Test
  public void valuesAreReadAsTheyWereWritten() {
    Instant time = Instant.ofEpochSecond(1_700_000_000, 123_456_789);
    byte[] name = {0, -1, 'x'};
    update(
        root -> {
          root.putText("text", "Ünïcode");
          root.putNumber("number", -42);
          root.putTime("time", time);
          root.put("empty", new byte[0]);
          root.put(name, new byte[] {1, 2, 3});
        });
    open.store.read(
        tx -> {
          Bucket root = tx.root();
          assertEquals(Optional.of("Ünïcode"), root.text("text"));
          assertEquals(OptionalLong.of(-42), root.number("number"));
          assertEquals(Optional.of(time), root.time("time"));
          assertEquals(0, root.get("empty").orElseThrow().length);
          assertArrayEquals(new byte[] {1, 2, 3}, root.get(name).orElseThrow());
          assertTrue(root.has("text"));
        });
  }

  @Test
  public void whatIsAbsentReadsAsEmpty() {
    open.store.read(
        tx -> {
          Bucket none = tx.root().at("v1", "default", "images");
          assertEquals(Optional.empty(), none.get("x"));
          assertEquals(OptionalLong.empty(), none.number("x"));
          assertFalse(none.has("x"));
          assertTrue(none.isEmpty());
          assertEquals(Map.of(), none.texts());
          assertEquals(Optional.empty(), none.bucket("deeper").map(Bucket::isEmpty));
          assertTrue(tx.root().bucket("v1").isEmpty());
        });
  }

  @Test
  public void aBucketThatIsAbsentCannotBeWritten() {
    assertThrows(
        IllegalStateException.class, () -> update(root -> root.at("v1").putText("key", "value")));
  }

  @Test
  public void makeCreatesWhatIsMissingOfAPathAndFindsTheRest() {
    update(root -> root.make("v1", "default").putText("a", "1"));
    update(root -> root.make("v1", "default", "images").putText("b", "2"));
    open.store.read(
        tx -> {
          assertEquals(Map.of("a", "1"), tx.root().at("v1", "default").texts());
          assertEquals(Map.of("b", "2"), tx.root().at("v1", "default", "images").texts());
        });
  }

  @Test
  public void entriesComeInBytewiseOrderWithBucketsAmongThem() {
    update(
        root -> {
          root.putText("b", "2");
          root.make("a");
          root.putText("é", "4");
          root.putText("Z", "0");
          root.make("c");
        });
    assertEquals(List.of("Z", "a/", "b", "c/", "é"), names(tx -> tx.root().entries()));
    assertEquals(List.of("a/", "c/"), names(tx -> tx.root().entries().buckets()));
    assertEquals(List.of("Z", "b", "é"), names(tx -> tx.root().entries().values()));
    assertEquals(List.of("b", "c/", "é"), names(tx -> tx.root().entries().from("b")));
    assertEquals(List.of("c/", "é"), names(tx -> tx.root().entries().after("b")));
    assertEquals(List.of("c/"), names(tx -> tx.root().entries().prefix("c").from("a")));
    assertEquals(List.of(), names(tx -> tx.root().entries().prefix("c").after("c")));
  }

  @Test
  public void aScanSeesWhatIsWrittenAheadOfItAndMissesWhatIsDeleted() {
    update(root -> List.of("a", "b", "c", "d").forEach(name -> root.putText(name, name)));
    List<String> seen = new ArrayList<>();
    update(
        root -> {
          for (Entry entry : root.entries()) {
            seen.add(entry.name());
            root.delete(entry.name());
            root.delete("c");
            root.putText("e", "e");
          }
        });
    assertEquals(List.of("a", "b", "d", "e"), seen);
  }

  @Test
  public void scansMayBeNestedAndLeftUnfinished() {
    update(root -> List.of("a", "b", "c").forEach(name -> root.putText(name, name)));
    List<String> seen = new ArrayList<>();
    open.store.read(
        tx -> {
          for (Entry outer : tx.root().entries()) {
            for (Entry inner : tx.root().entries().after(outer.key())) {
              seen.add(outer.name() + inner.name());
            }
            assertEquals("a", tx.root().entries().first().orElseThrow().text());
          }
        });
    assertEquals(List.of("ab", "ac", "bc"), seen);
  }

  @Test
  public void deletingABucketDeletesAllBelowIt() {
    update(
        root -> {
          root.make("v1", "a", "deep", "deeper").putText("x".repeat(3000), "long");
          root.make("v1", "b").putText("y", "kept");
        });
    update(root -> assertTrue(root.at("v1").deleteBucket("a")));
    update(root -> assertFalse(root.at("v1").deleteBucket("a")));
    assertEquals(List.of("b/"), names(tx -> tx.root().at("v1").entries()));
    update(root -> root.make("v1", "a"));
    assertTrue(open.store.view(tx -> tx.root().at("v1", "a").isEmpty()));
  }

  @Test
  public void aDeletedBucketCannotBeWritten() {
    update(root -> root.make("a", "b"));
    update(
        root -> {
          Bucket inner = root.at("a", "b");
          root.deleteBucket("a");
          assertThrows(IllegalStateException.class, () -> inner.putText("key", "value"));
          assertThrows(IllegalStateException.class, inner::nextSequence);
          assertTrue(inner.isEmpty());
        });
  }

  @Test
  public void aNameIsEitherAValueOrABucket() {
    update(
        root -> {
          root.putText("value", "v");
          root.make("bucket");
          assertThrows(IllegalArgumentException.class, () -> root.make("value", "x"));
          assertThrows(IllegalArgumentException.class, () -> root.putText("bucket", "x"));
          assertThrows(IllegalArgumentException.class, () -> root.delete("bucket"));
          assertThrows(IllegalArgumentException.class, () -> root.deleteBucket("value"));
          assertEquals(Optional.empty(), root.get("bucket"));
          assertEquals(Optional.empty(), root.bucket("value").map(Bucket::texts));
          assertTrue(root.has("bucket"));
        });
  }

  @Test
  public void namesHaveOneTo32768Bytes() {
    byte[] longest = "n".repeat(32768).getBytes(UTF_8);
    update(
        root -> {
          root.put(longest, longest);
          assertArrayEquals(longest, root.get(longest).orElseThrow());
          assertThrows(IllegalArgumentException.class, () -> root.putText("", "x"));
          assertThrows(IllegalArgumentException.class, () -> root.get("n".repeat(32769)));
        });
  }

  @Test
  public void largeValuesAreKept() {
    byte[] large = new byte[3 << 20];
    large[large.length - 1] = 7;
    update(root -> root.put("large", large));
    assertArrayEquals(large, open.store.view(tx -> tx.root().get("large")).orElseThrow());
  }

  @Test
  public void deleteSaysWhetherItWasThere() {
    update(root -> root.putText("a", "1"));
    update(
        root -> {
          assertTrue(root.delete("a"));
          assertFalse(root.delete("a"));
          assertTrue(root.isEmpty());
        });
  }

  @Test
  public void aSequenceCountsPerBucketAndGoesBackWithItsUpdate() {
    update(
        root -> {
          assertEquals(1, root.make("a").nextSequence());
          assertEquals(2, root.make("a").nextSequence());
          assertEquals(1, root.make("b").nextSequence());
          assertTrue(root.at("a").isEmpty());
        });
    assertThrows(
        IllegalStateException.class,
        () ->
            update(
                root -> {
                  root.at("a").nextSequence();
                  throw new IllegalStateException("undo");
                }));
    update(root -> assertEquals(3, root.at("a").nextSequence()));
  }

  @Test
  public void aStoredValueOfAnotherShapeIsNotANumber() {
    update(root -> root.putText("text", "abc"));
    open.store.read(tx -> assertThrows(StoreException.class, () -> tx.root().number("text")));
  }

  private void update(Consumer<Bucket> change) {
    open.store.write(tx -> change.accept(tx.root()));
  }

  private List<String> names(Function<Tx, Scan> scan) {
    return open.store.view(
        tx ->
            scan.apply(tx).stream()
                .map(entry -> entry.name() + (entry.isBucket() ? "/" : ""))
                .collect(Collectors.toList()));
  }
}
