package dev.actionbus.executor.handler.http;

import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import javax.net.ssl.SSLContext;

/**
 * What all HTTP handlers of an installation share.
 *
 * @param egress where they may call
 * @param clock deadlines and signatures are dated by
 * @param replay services are told that nothing they do will count
 */
public record HttpHost(EgressRules egress, InstantSource clock, boolean replay) {

    static SSLContext systemTls() {
        try {
            return SSLContext.getDefault();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("no TLS on this Java platform", e);
        }
    }
}
