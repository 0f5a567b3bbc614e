import { librariesOf } from '../app/chosen.ts';
import { ARCHITECTURES, baseOf } from '../catalog/bases.ts';
import { LIBRARIES, type Library } from '../catalog/libraries.ts';
import { defaultPython, pythonsFor } from '../catalog/support.ts';
import { packageOf } from '../catalog/variants.ts';
import { pasted } from '../shell.ts';
import type { Project } from './project.ts';
import { asksIn, each, nameIn } from './reasons.ts';
import type { Fact, Resolution } from './resolution.ts';

/** A library that was asked for, and the option that did. */
interface Wish {
  option: 'libraries' | 'with';
  /** As it was typed, such as 'plotly>=99'. */
  text: string;
  /** Its id in the catalogue, or its name. */
  name: string;
  specifier: string;
}

/** Looks at a refusal: the facts of one kind, and who asked for what. */
export class Case {
  readonly facts: readonly Fact[];
  readonly resolution: Resolution;
  readonly project: Project;
  readonly wishes: readonly Wish[];
  /** What the project asks for, as uv repeats it. */
  readonly asks: readonly string[];

  constructor(resolution: Resolution, project: Project) {
    this.resolution = resolution;
    this.facts = resolution.facts;
    this.project = project;
    this.asks = asksIn(resolution.facts);
    this.wishes = (['libraries', 'with'] as const).flatMap((option) =>
      project.asked[option].map((text) => {
        const name = nameIn(text);
        return { option, text, name, specifier: text.slice(name.length).replace(/^\[[^\]]*\]/, '') };
      }),
    );
  }

  /** The facts of one kind. */
  of<Kind extends Fact['kind']>(kind: Kind): Extract<Fact, { kind: Kind }>[] {
    return this.facts.filter((fact): fact is Extract<Fact, { kind: Kind }> => fact.kind === kind);
  }

  /** Who asked for a package of the index. */
  wish(name: string): Wish | undefined {
    const { gpu } = this.project;
    const library = LIBRARIES.find((one: Library) =>
      ARCHITECTURES.some((architecture) => packageOf(one, architecture, gpu) === name),
    );
    return this.wishes.find((wish) => wish.name === name || wish.name === library?.id);
  }

  /** The package because of which another one is needed, if uv names one. */
  needing(name: string): string | undefined {
    const found = this.of('depends').find(({ on }) => on.some((one) => nameIn(one) === name));
    return found && nameIn(found.releases[0] ?? '');
  }

  /** The option with another wish in the place of this one, or without it. */
  instead(wish: Wish, text?: string): string {
    const texts = this.wishes
      .filter(({ option }) => option === wish.option)
      .map((one) => (one === wish ? text : one.text));
    return `--${wish.option} ${pasted(texts.filter((one) => one !== undefined).join(','))}`;
  }

  /** How to allow every version of a wish, where one was asked for. */
  anyVersion(wish: Wish | undefined): string[] {
    if (!wish || wish.specifier === '') return [];
    return [`allow other versions of ${wish.name}: ${this.instead(wish, wish.text.slice(0, -wish.specifier.length))}`];
  }

  /** How to do without a wish; the last library can't be left out. */
  without(wish: Wish | undefined): string[] {
    if (!wish || (wish.option === 'libraries' && this.project.asked.libraries.length < 2)) return [];
    return [`leave it out: ${this.instead(wish)}`];
  }

  /** The Python versions that the base has for these libraries: the usual one, then the newest first. */
  pythons(): string[] {
    const { gpu, asked } = this.project;
    const chosen = librariesOf(asked.libraries);
    const base = baseOf(asked.base);
    const usual = defaultPython(chosen, base, gpu);
    const others = [...pythonsFor(chosen, base, gpu)].reverse();
    return others.includes(usual) ? each([usual, ...others]) : others;
  }
}
