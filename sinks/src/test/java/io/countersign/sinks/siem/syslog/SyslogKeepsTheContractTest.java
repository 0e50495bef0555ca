package io.countersign.sinks.siem.syslog;

import io.countersign.sinks.siem.delivery.Receiver;
import io.countersign.sinks.siem.delivery.SiemSinkTask;
import io.countersign.sinks.siem.delivery.SinkContract;
import io.countersign.sinks.siem.delivery.SinkTime;
import io.countersign.sinks.siem.http.HttpStub.Certificate;
import io.countersign.sinks.siem.tls.ClientCertificates;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Syslog over TLS, with certificates on both sides, keeps every promise that its protocol can:
/// nothing in it refuses one event.
@SuppressWarnings("NullAway.Init") // set by receiver(), before each test
class SyslogKeepsTheContractTest extends SinkContract {
    private Certificate certificate;
    private ClientCertificates own;
    private SyslogStub server;

    @Override
    protected SiemSinkTask task(SinkTime time) {
        return new SyslogSinkTask(time);
    }

    @Override
    protected Receiver receiver() throws Exception {
        certificate = Certificate.make(directory, "receiver");
        own = new ClientCertificates(directory);
        server = new SyslogStub(certificate, own.first(), own.second());
        return server;
    }

    @Override
    protected Map<String, String> properties() {
        Map<String, String> properties = new HashMap<>(own.properties());
        properties.put("host", "127.0.0.1");
        properties.put("port", Integer.toString(server.port()));
        properties.put("tls.ca.file", certificate.pem().toString());
        properties.put("confirm.after.ms", "100");
        return properties;
    }

    @Override
    protected Set<Trait> traits() {
        return EnumSet.of(Trait.ORDERED, Trait.CREDENTIALS, Trait.TLS);
    }

    @Override
    protected void writeNewCredentials() throws Exception {
        own.exchange();
    }

    @Override
    protected Map<String, String> wrongAuthority() throws Exception {
        return Map.of("tls.ca.file", Certificate.make(directory, "other").pem().toString());
    }

    @Override
    protected String markOfShortened() {
        return "CountersignTruncated=true";
    }
}
