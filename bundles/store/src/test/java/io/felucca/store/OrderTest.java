package io.felucca.store;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.Rule;
import org.junit.Test;

/** Random changes and scans with names of all lengths, compared with a sorted map in memory. */
public class OrderTest {
  private static final int[] LENGTHS = {
    1, 2, 7, 200, 479, 480, 481, 482, 500, 511, 512, 959, 960, 961, 1440, 1441, 2000, 4096
  };

  @Rule public final OpenStore open = new OpenStore(StoreOptions.defaults().withSync(false));

  private final TreeMap<byte[], byte[]> model = new TreeMap<>(Arrays::compareUnsigned);

  @Test
  public void aBucketBehavesAsASortedMap() {
    for (int seed = 1; seed <= 8; seed++) {
      Random random = new Random(seed);
      String name = "bucket" + seed;
      model.clear();
      for (int round = 0; round < 40; round++) {
        open.store.write(tx -> change(tx.root().make(name), random));
        open.store.read(tx -> compare(tx.root().at(name), random));
      }
    }
  }

  @Test
  public void anUpdateSeesItsOwnChangesInOrder() {
    Random random = new Random(99);
    open.store.write(
        tx -> {
          Bucket bucket = tx.root().make("bucket");
          for (int round = 0; round < 40; round++) {
            change(bucket, random);
            compare(bucket, random);
          }
        });
  }

  @Test
  public void whatIsDeletedDuringAScanIsSkipped() {
    Random random = new Random(7);
    open.store.write(
        tx -> {
          Bucket bucket = tx.root().make("bucket");
          for (int i = 0; i < 300; i++) {
            put(bucket, name(random), new byte[] {1});
          }
          byte[] last = {};
          for (Entry entry : bucket.entries()) {
            assertArrayEquals(model.higherKey(last), entry.key());
            last = entry.key();
            byte[] ahead = random.nextInt(3) == 0 ? model.higherKey(last) : last;
            if (ahead != null) {
              delete(bucket, ahead);
            }
          }
          compare(bucket, random);
          model.keySet().forEach(bucket::delete);
          assertEquals(true, bucket.isEmpty());
        });
  }

  @Test
  public void allOfItIsThereAfterOpeningAgain() {
    Random random = new Random(5);
    open.store.write(tx -> change(tx.root().make("bucket"), random));
    open.reopen();
    open.store.read(tx -> compare(tx.root().at("bucket"), random));
  }

  private void change(Bucket bucket, Random random) {
    for (int i = 0; i < 25; i++) {
      byte[] name = known(random);
      if (random.nextInt(3) == 0) {
        delete(bucket, name);
      } else {
        byte[] value = new byte[random.nextInt(600)];
        random.nextBytes(value);
        put(bucket, name, value);
      }
    }
  }

  private void put(Bucket bucket, byte[] name, byte[] value) {
    bucket.put(name, value);
    model.put(name, value);
  }

  private void delete(Bucket bucket, byte[] name) {
    assertEquals(model.remove(name) != null, bucket.delete(name));
  }

  private void compare(Bucket bucket, Random random) {
    same(model, bucket.entries());
    byte[] name = known(random);
    assertArrayEquals(model.get(name), bucket.get(name).orElse(null));
    same(model.tailMap(name, true), bucket.entries().from(name));
    same(model.tailMap(name, false), bucket.entries().after(name));
    byte[] prefix = Arrays.copyOf(name, random.nextInt(name.length) + 1);
    same(withPrefix(prefix), bucket.entries().prefix(prefix));
    assertEquals(model.isEmpty(), bucket.isEmpty());
  }

  private NavigableMap<byte[], byte[]> withPrefix(byte[] prefix) {
    TreeMap<byte[], byte[]> found = new TreeMap<>(model);
    found.keySet().removeIf(name -> !Tree.startsWith(name, prefix));
    return found;
  }

  private static void same(Map<byte[], byte[]> expected, Scan scan) {
    Iterator<Entry> actual = scan.iterator();
    for (Map.Entry<byte[], byte[]> entry : expected.entrySet()) {
      Entry found = actual.next();
      assertArrayEquals(entry.getKey(), found.key());
      assertArrayEquals(entry.getValue(), found.value());
    }
    assertEquals(false, actual.hasNext());
  }

  /** A name of the model half of the time, else a new one. */
  private byte[] known(Random random) {
    if (model.isEmpty() || random.nextBoolean()) {
      return name(random);
    }
    List<byte[]> names = new ArrayList<>(model.keySet());
    return names.get(random.nextInt(names.size()));
  }

  /** Few different bytes, the extreme ones among them, so that many names share long beginnings. */
  private static byte[] name(Random random) {
    byte[] name = new byte[LENGTHS[random.nextInt(LENGTHS.length)]];
    Arrays.fill(name, (byte) (random.nextInt(3) - 1));
    for (int i = 0; i < 2; i++) {
      int back = random.nextInt(Math.min(4, name.length));
      name[name.length - 1 - back] = (byte) (random.nextInt(4) - 2);
    }
    return name;
  }
}
