package io.felucca.wire.call;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Says on a component which gRPC service it answers, by its full name on the wire.
 *
 * <p>It becomes the service property {@code grpc.service}, so that the server knows who answers
 * what without making an instance: that, and with it the loading of messages, waits for the first
 * call.
 */
@ComponentPropertyType
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface GrpcService {
  /** The name of the service property. */
  String KEY = "grpc.service";

  /** Such as {@code containerd.services.images.v1.Images}. */
  String value();
}
