package io.felucca.shim.runc;

import static org.junit.Assert.assertEquals;
import static org.junit.Assert.assertNull;
import static org.junit.Assert.assertSame;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import io.felucca.api.TypedValue;
import io.felucca.wire.options.Options;
import java.nio.file.Path;
import org.junit.Test;

public class PrivateRootTest {
  private static final Path RUNC = Path.of("/usr/bin/containerd-shim-runc-v2");
  private static final String TYPE = "containerd.runc.v1.Options";

  private final PrivateRoot other = new PrivateRoot(Path.of("/run/felucca"));

  @Test
  public void usualStateFolderChangesNothing() {
    assertNull(new PrivateRoot(Path.of("/run/containerd")).apply(RUNC, null));
    assertNull(new PrivateRoot(Path.of("/run/containerd/")).apply(RUNC, null));
  }

  @Test
  public void missingOptionsBecomeOptionsWithARoot() throws InvalidProtocolBufferException {
    TypedValue options = other.apply(RUNC, null);
    assertEquals(TYPE, options.typeUrl());
    assertEquals("/run/felucca/runc", Options.parseFrom(options.bytes()).getRoot());
  }

  @Test
  public void otherFieldsAreKept() throws InvalidProtocolBufferException {
    UnknownFieldSet given =
        UnknownFieldSet.newBuilder()
            .addField(2, UnknownFieldSet.Field.newBuilder().addVarint(1).build())
            .addField(
                3,
                UnknownFieldSet.Field.newBuilder()
                    .addLengthDelimited(ByteString.copyFromUtf8("/shims"))
                    .build())
            .build();
    TypedValue changed = other.apply(RUNC, new TypedValue(TYPE, given.toByteArray()));
    UnknownFieldSet fields = UnknownFieldSet.parseFrom(changed.bytes());
    assertEquals(1L, (long) fields.getField(2).getVarintList().get(0));
    assertEquals("/shims", fields.getField(3).getLengthDelimitedList().get(0).toStringUtf8());
    assertEquals(
        "/run/felucca/runc", fields.getField(7).getLengthDelimitedList().get(0).toStringUtf8());
  }

  @Test
  public void chosenRootStays() {
    Options chosen = Options.newBuilder().setRoot("/mine").build();
    TypedValue options = new TypedValue(TYPE, chosen.toByteArray());
    assertSame(options, other.apply(RUNC, options));
  }

  @Test
  public void otherShimsAndOtherOptionsAreLeftAlone() {
    assertNull(other.apply(Path.of("/usr/bin/containerd-shim-kata-v2"), null));
    TypedValue foreign = new TypedValue("runtimeoptions.v1.Options", new byte[] {1});
    assertSame(foreign, other.apply(RUNC, foreign));
  }
}
