"""Confluent's own Python client on raw values in files, driven by InteropTest.

read-and-write URL FOLDER: reads each <topic>.value, leaves what it saw in <topic>.json, and writes it again with the
registered schema to <topic>.again. header URL FOLDER: the same with the schema's GUID in a header, from <topic>.avsc
and <topic>.json to <topic>.header and <topic>.body, which it reads back first.
"""

import json
import pathlib
import sys

from confluent_kafka.schema_registry import SchemaRegistryClient, header_schema_id_serializer
from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
from confluent_kafka.serialization import MessageField, SerializationContext


def hexed(value):
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, dict):
        return {name: hexed(item) for name, item in value.items()}
    if isinstance(value, list):
        return [hexed(item) for item in value]
    return value


def read_and_write(client, folder):
    for file in sorted(folder.glob("*.value")):
        context = SerializationContext(file.stem, MessageField.VALUE)
        seen = AvroDeserializer(client)(file.read_bytes(), context)
        file.with_suffix(".json").write_text(json.dumps(hexed(seen)))
        schema = client.get_latest_version(file.stem + "-value").schema
        conf = {"auto.register.schemas": False, "use.latest.version": True}
        file.with_suffix(".again").write_bytes(AvroSerializer(client, schema, conf=conf)(seen, context))


def header(client, folder):
    for file in sorted(folder.glob("*.avsc")):
        record = json.loads(file.with_suffix(".json").read_text())
        context = SerializationContext(file.stem, MessageField.VALUE, headers=[])
        conf = {"schema.id.serializer": header_schema_id_serializer}
        body = AvroSerializer(client, file.read_text(), conf=conf)(record, context)
        seen = AvroDeserializer(client)(body, context)
        assert {name: seen[name] for name in record} == record, seen
        ((name, value),) = context.headers
        assert name == "__value_schema_id", name
        file.with_suffix(".header").write_bytes(value)
        file.with_suffix(".body").write_bytes(body)


if __name__ == "__main__":
    work = {"read-and-write": read_and_write, "header": header}[sys.argv[1]]
    work(SchemaRegistryClient({"url": sys.argv[2]}), pathlib.Path(sys.argv[3]))
