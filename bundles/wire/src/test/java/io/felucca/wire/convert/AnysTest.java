package io.felucca.wire.convert;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertThrows;

import com.google.protobuf.Any;
import io.felucca.api.Fault;
import io.felucca.api.TypedValue;
import io.felucca.wire.options.Options;
import io.felucca.wire.options.ProcessDetails;
import org.junit.Test;

public class AnysTest {
  private static final Options OPTIONS = Options.newBuilder().setBinaryName("crun").build();

  @Test
  public void packedMessagesCarryTheirBareName() {
    assertEquals("containerd.runc.v1.Options", Anys.pack(OPTIONS).typeUrl());
    assertEquals("containerd.runc.v1.Options", Anys.any(OPTIONS).getTypeUrl());
  }

  @Test
  public void valuesWithAHostInTheirTypeAreReadToo() {
    TypedValue prefixed = Anys.fromWire(Any.pack(OPTIONS));
    assertEquals("type.googleapis.com/containerd.runc.v1.Options", prefixed.typeUrl());
    assertEquals(OPTIONS, Anys.unpack(prefixed, Options.getDefaultInstance()));
  }

  @Test
  public void anotherTypeIsAnInvalidArgumentThatNamesBoth() {
    Fault fault =
        assertThrows(
            Fault.class,
            () -> Anys.unpack(Anys.pack(OPTIONS), ProcessDetails.getDefaultInstance()));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
    assertEquals(
        "value is a containerd.runc.v1.Options, not a containerd.runc.v1.ProcessDetails",
        fault.getMessage());
  }

  @Test
  public void malformedBytesAreAnInvalidArgument() {
    TypedValue broken = new TypedValue("containerd.runc.v1.Options", new byte[] {-1});
    Fault fault =
        assertThrows(Fault.class, () -> Anys.unpack(broken, Options.getDefaultInstance()));
    assertEquals(Fault.Kind.INVALID_ARGUMENT, fault.kind());
  }

  @Test
  public void valuesComeBackAsTheyWent() {
    TypedValue json = new TypedValue("types.containerd.io/x/Spec", "{}".getBytes());
    assertEquals(json, Anys.fromWire(Anys.toWire(json)));
  }

  @Test
  public void anAbsentValueIsNull() {
    assertNull(Anys.fromWire(Any.getDefaultInstance()));
  }
}
