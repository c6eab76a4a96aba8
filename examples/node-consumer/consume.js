// SPDX-License-Identifier: Apache-2.0
// Prints every event of the bus as one JSON line. Nothing here is ours: kafkajs reads the topic,
// Confluent's wire format is decoded by @kafkajs/confluent-schema-registry.
import { randomUUID } from 'node:crypto';
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import kafkajs from 'kafkajs';
import lz4 from 'lz4js';

const env = process.env;
const settings = {
  brokers: (env.KAFKA ?? '127.0.0.1:9092').split(','),
  registry: env.REGISTRY ?? 'http://127.0.0.1:8080',
  topic: env.TOPIC ?? 'action.events',
  maxEvents: Number(env.MAX_EVENTS ?? Infinity),
  idleMillis: Number(env.IDLE_MS ?? Infinity),
};

// kafkajs has gzip built in; the bus may write lz4.
kafkajs.CompressionCodecs[kafkajs.CompressionTypes.LZ4] = () => ({
  compress: async ({ buffer }) => Buffer.from(lz4.compress(buffer)),
  decompress: async (buffer) => Buffer.from(lz4.decompress(buffer)),
});

const kafka = new kafkajs.Kafka({
  clientId: 'node-consumer',
  brokers: settings.brokers,
  logLevel: kafkajs.logLevel.NOTHING, // what it can not retry arrives as CRASH below
});
const registry = new SchemaRegistry({ host: settings.registry });
const consumer = kafka.consumer({
  groupId: `node-consumer-${randomUUID()}`, // a group of its own: reads all of it, stores no offset
  readUncommitted: false, // read_committed: without it, events of aborted transactions would show
});

let printed = 0;
let stopping = false;
let idle;

async function stop(code) {
  if (stopping) return;
  stopping = true;
  clearTimeout(idle);
  await consumer.disconnect();
  process.exitCode = code;
}

function restartIdleTimer() {
  clearTimeout(idle);
  if (Number.isFinite(settings.idleMillis)) idle = setTimeout(() => stop(0), settings.idleMillis);
}

async function print({ partition, message }) {
  if (stopping) return;
  const value = await registry.decode(message.value);
  const type = message.headers.ce_type?.toString() ?? null;
  console.log(JSON.stringify({ type, partition, offset: message.offset, value }));
  printed += 1;
  if (printed >= settings.maxEvents) stop(0);
  else restartIdleTimer();
}

consumer.on(consumer.events.CRASH, ({ payload }) => {
  console.error(`error[CONSUMER_CRASHED]: ${payload.error.message}`);
  if (!payload.restart) stop(3);
});
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => stop(0));

try {
  await consumer.connect();
  await consumer.subscribe({ topics: [settings.topic], fromBeginning: true });
  consumer.on(consumer.events.GROUP_JOIN, restartIdleTimer);
  await consumer.run({ autoCommit: false, eachMessage: print });
} catch (error) {
  console.error(`error[KAFKA]: ${error.message}`);
  await stop(3);
}
