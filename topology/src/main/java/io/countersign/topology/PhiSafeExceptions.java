package io.countersign.topology;

import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.errors.DeserializationExceptionHandler;
import org.apache.kafka.streams.errors.ErrorHandlerContext;
import org.apache.kafka.streams.errors.ProcessingExceptionHandler;
import org.apache.kafka.streams.errors.ProductionExceptionHandler;
import org.apache.kafka.streams.processor.api.Record;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The second net under total steps: an exception that escapes all the same stops the task. Logged
/// are the place and the class of the exception, never its message, its causes or the record, which
/// may hold PHI. Nothing is skipped.
public final class PhiSafeExceptions {
    private static final Logger LOG = LoggerFactory.getLogger(PhiSafeExceptions.class);

    private PhiSafeExceptions() {}

    private static void log(String what, ErrorHandlerContext context, Exception exception) {
        LOG.error(
                "{} failed: node={} task={} topic={} partition={} offset={} exception={}",
                what,
                context.processorNodeId(),
                context.taskId(),
                context.topic(),
                context.partition(),
                context.offset(),
                exception.getClass().getName());
    }

    /// Instantiated by Streams.
    public static final class Processing implements ProcessingExceptionHandler {
        @Override
        public ProcessingExceptionHandler.Response handleError(
                ErrorHandlerContext context, Record<?, ?> record, Exception exception) {
            log("processing", context, exception);
            return ProcessingExceptionHandler.Response.fail();
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    /// Instantiated by Streams.
    public static final class Production implements ProductionExceptionHandler {
        @Override
        public ProductionExceptionHandler.Response handleError(
                ErrorHandlerContext context,
                ProducerRecord<byte[], byte[]> record,
                Exception exception) {
            log("producing", context, exception);
            return ProductionExceptionHandler.Response.fail();
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }

    /// Instantiated by Streams.
    public static final class Deserialization implements DeserializationExceptionHandler {
        @Override
        public DeserializationExceptionHandler.Response handleError(
                ErrorHandlerContext context,
                ConsumerRecord<byte[], byte[]> record,
                Exception exception) {
            log("reading", context, exception);
            return DeserializationExceptionHandler.Response.fail();
        }

        @Override
        public void configure(Map<String, ?> configs) {}
    }
}
