package dev.actionbus.standalone.http;

import io.netty.bootstrap.ChannelInitializerExtension;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.concurrent.ScheduledFuture;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Ends connections that send a request slower than anybody who means it: its head within {@link
 * #HEAD} of its first byte (the first one: of the connection), its body within {@link #BODY}. A
 * batch may take its time. The server itself has a limit for idle connections only, which a byte
 * now and then escapes.
 *
 * <p>Netty finds this class as a service, if its system property for extensions says so.
 */
public final class SlowClients extends ChannelInitializerExtension {

    static final Duration HEAD = Duration.ofSeconds(10);
    static final Duration BODY = Duration.ofSeconds(30);

    private static final String DECODER = "httpDecoder";
    private static final String BATCH = "/v1/actions:batch";

    @Override
    public void postInitializeServerChildChannel(Channel channel) {
        channel.pipeline().addFirst("slow-clients", new Bytes());
    }

    /** What is expected of one connection; on its thread. */
    private static final class Bytes extends ChannelInboundHandlerAdapter {

        private final Requests requests = new Requests();
        private @Nullable ScheduledFuture<?> limit;
        private long limited = -1;
        private boolean watches;

        @Override
        public void channelActive(ChannelHandlerContext context) {
            expect(context, HEAD);
            context.fireChannelActive();
        }

        @Override
        public void channelRead(ChannelHandlerContext context, Object bytes) {
            if (!watches && bytes instanceof ByteBuf some) {
                // The first bytes decide which decoder there is: it shall not see more of them yet.
                while (!watches && some.readableBytes() > 1) {
                    context.fireChannelRead(some.readRetainedSlice(1));
                    watches = watch(context);
                }
            }
            context.fireChannelRead(bytes);
            if (!watches) {
                watches = watch(context);
            } else if (context.pipeline().get(DECODER) == null) {
                disarm(); // it goes on as HTTP/2, which takes what is here away
                if (!context.isRemoved()) {
                    context.pipeline().remove(this);
                }
                return;
            }
            weigh(context);
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            disarm();
            context.fireChannelInactive();
        }

        private boolean watch(ChannelHandlerContext context) {
            if (context.pipeline().get(DECODER) == null) {
                return false;
            }
            context.pipeline().addAfter(DECODER, "slow-requests", requests);
            return true;
        }

        /** Something is begun and not complete, or it is well. Most requests come at once. */
        private void weigh(ChannelHandlerContext context) {
            if (!watches) {
                return;
            }
            boolean isPart = requests.inBody || requests.passed == requests.before;
            requests.before = requests.passed;
            if (!isPart) {
                disarm();
            } else if (requests.inBody && requests.takesItsTime) {
                disarm();
            } else if (limit == null || limited != requests.passed) {
                expect(context, requests.inBody ? BODY : HEAD);
            }
        }

        private void expect(ChannelHandlerContext context, Duration within) {
            disarm();
            limited = requests.passed;
            Runnable end =
                    () -> {
                        var unused = context.close();
                    };
            limit = context.executor().schedule(end, within.toMillis(), TimeUnit.MILLISECONDS);
        }

        private void disarm() {
            if (limit != null) {
                limit.cancel(false);
                limit = null;
            }
        }
    }

    /** Which parts of requests have passed the decoder. */
    private static final class Requests extends ChannelInboundHandlerAdapter {

        private long passed;
        private long before;
        private boolean inBody;
        private boolean takesItsTime;

        @Override
        public void channelRead(ChannelHandlerContext context, Object part) {
            if (part instanceof HttpRequest request) {
                passed++;
                inBody = true;
                takesItsTime = request.uri().startsWith(BATCH);
            }
            if (part instanceof LastHttpContent) {
                passed++;
                inBody = false;
            }
            context.fireChannelRead(part);
        }
    }
}
