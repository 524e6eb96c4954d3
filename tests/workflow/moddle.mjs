// Reads every .bpmn of a folder with bpmn-moddle, as bpmn-js does, writes it back beside it, and tells the warnings.
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import BpmnModdle from 'bpmn-moddle'

const moddle = new BpmnModdle()
const [folder] = process.argv.slice(2)
const told = {}
for (const name of readdirSync(folder).filter((one) => one.endsWith('.bpmn'))) {
  const { rootElement, warnings } = await moddle.fromXML(readFileSync(join(folder, name), 'utf8'))
  const { xml } = await moddle.toXML(rootElement, { format: true })
  writeFileSync(join(folder, `${name}.saved`), xml)
  told[name] = warnings.map((warning) => warning.message)
}
process.stdout.write(JSON.stringify(told))
