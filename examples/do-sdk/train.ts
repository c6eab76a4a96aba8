import { Do } from '@do-sdk/core';
const a = new Do(process.env.DO_API_KEY);
const trainingRunId = 'resnet-v2-run-123';
const datasetVersion = 'imagenet-subset-v1.2';
for (let i = 1; i <= 10; i++) {
  console.log(`Starting Epoch ${i}...`);
  const { result, error } = await a.action.execute({
    name: 'train-epoch',
    params: { runId: trainingRunId, datasetVersion: datasetVersion, epochNumber: i }
  });
  if (error) {
    console.error(`Epoch ${i} failed:`, error);
    break;
  } else {
    console.log(`Epoch ${i} Succeeded. Accuracy: ${result.accuracy}`);
  }
}
