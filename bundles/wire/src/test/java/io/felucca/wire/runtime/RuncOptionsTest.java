package io.felucca.wire.runtime;

import static org.junit.Assert.assertArrayEquals;
import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertFalse;
import static org.junit.Assert.assertThrows;
import static org.junit.Assert.assertTrue;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.wire.options.Options;
import org.junit.Test;

public class RuncOptionsTest {
  @Test
  public void valuesOfOtherTypesSayNothing() {
    assertEquals(Options.getDefaultInstance(), RuncOptions.of(null));
    assertEquals(Options.getDefaultInstance(), RuncOptions.of(new TypedValue("x", new byte[] {1})));
  }

  @Test
  public void criuPathIsTheEighthField() {
    byte[] bytes = Options.newBuilder().setCriuPath("c").build().toByteArray();
    assertArrayEquals(new byte[] {8 << 3 | 2, 1, 'c'}, bytes);
  }

  @Test
  public void unknownFieldsAreKept() {
    UnknownFieldSet.Field field =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFromUtf8("new"))
            .build();
    Options given =
        Options.newBuilder()
            .setRoot("/r")
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(99, field).build())
            .build();
    TypedValue value = new TypedValue("host/" + RuncOptions.TYPE, given.toByteArray());
    assertEquals(given, RuncOptions.of(value));
  }

  @Test
  public void unreadableOnesAreRefused() {
    TypedValue cut = new TypedValue(RuncOptions.TYPE, new byte[] {0x1a, 9});
    Fault fault = assertThrows(Fault.class, () -> RuncOptions.of(cut));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void runtimesAreCalledByDottedNamesOrPaths() {
    for (String good : new String[] {"io.containerd.runc.v2", "kata.v2", "/opt/shim"}) {
      assertTrue(good, RuntimeNames.isWellFormed(good));
    }
    for (String bad : new String[] {"", "runc", ".v2", "a/b.v1", "./x.v1"}) {
      assertFalse(bad, RuntimeNames.isWellFormed(bad));
    }
  }
}
