import { db } from '#kernel/db/unit.ts';
import { readTexts } from '#kernel/i18n.ts';
import { room } from '#kernel/room.ts';
import type { Field } from '#kernel/schema.ts';
import '#platform/files/api.ts';
import '#platform/access/limits.ts';
import '#platform/catalog/catalog.ts';
import '#platform/comments/model.ts';
import '#platform/messages/parts.ts';
import '#platform/notify/topics.ts';
import '#platform/search/api.ts';
import { cardsByAddress, primaryEmail } from './api.ts';
import { bulkChangeEntity } from './bulk/change.ts';
import { addBulkChange, undoBulkChange } from './bulk/commands.ts';
import { bulkJob } from './bulk/job.ts';
import { bulkPolicy } from './bulk/policy.ts';
import { BULK_ROUTES } from './bulk/routes.ts';
import { changeSome, undoSome } from './bulk/step.ts';
import {
  addCriterion,
  changeCriterion,
  closeCriterion,
  nameCriteriaSet,
  restoreCriterion,
} from './commands/criteria.ts';
import {
  addOrganisation,
  changeOrganisation,
  closeOrganisation,
  putOrganisation,
  restoreOrganisation,
} from './commands/organisations.ts';
import { addPerson, changePerson, closePerson, putPerson, restorePerson } from './commands/persons.ts';
import { addPosition, changePosition, closePosition, restorePosition } from './commands/positions.ts';
import {
  addRelationKind,
  changeRelationKind,
  closeRelationKind,
  restoreRelationKind,
} from './commands/relation-kinds.ts';
import { addRelation, changeRelation, closeRelation, restoreRelation } from './commands/relations.ts';
import { addConsent, addConsents } from './consent/commands.ts';
import { consentEntity } from './consent/consent.ts';
import { consentPolicy } from './consent/policy.ts';
import { CONSENT_ROUTES } from './consent/routes.ts';
import { peopleDemo } from './demo/furnish.ts';
import { GROUP_COMMANDS } from './groups/commands.ts';
import { groupEntity } from './groups/group.ts';
import { groupPolicy } from './groups/policy.ts';
import { groupPresenter } from './groups/present.ts';
import { GROUP_ROUTES } from './groups/routes.ts';
import { EXPORT_PARTS } from './importing/exports.ts';
import { IMPORTERS } from './importing/importers.ts';
import { LISTENERS } from './listeners.ts';
import type { CardEntity, CardRef } from './model/card.ts';
import { contactPointEntity } from './model/contact.ts';
import { CriteriaSet, criteriaField, criterionEntity } from './model/criterion.ts';
import { organisationEntity } from './model/organisation.ts';
import { personEntity } from './model/person.ts';
import { positionEntity } from './model/position.ts';
import {
  CardRelation,
  RelationKind,
  relationEndEntity,
  relationEntity,
  relationKindEntity,
  roleField,
} from './model/relation.ts';
import { POLICIES } from './policy.ts';
import { cardsPortfolio, groupsPortfolio } from './portfolios.ts';
import { ABOUTNESS, PRESENTERS } from './present.ts';
import { ROUTES } from './routes.ts';
import { cardWordsOf, textsOfOrganisations, textsOfPersons } from './search.ts';
import { changeTag, closeTag, mergeTag } from './tags/commands.ts';
import { TAG_ROUTES } from './tags/routes.ts';
import { keepTags, tagEntity, tagPolicy, tagPresenter } from './tags/tag.ts';
import { TRAIT_COMMANDS, TRAIT_ROUTES, traitFields, traitPresenter, traitTopics } from './traits/routes.ts';
import { traitEntity, traitKindEntity } from './traits/trait.ts';
import { markUndeliverable } from './undeliverable.ts';

export default room({
  name: 'people',
  says: 'Persons and organisations on cards: contact points, positions, criteria.',
  entities: [
    ...[personEntity, organisationEntity, positionEntity, contactPointEntity, criterionEntity],
    ...[groupEntity, consentEntity, tagEntity, bulkChangeEntity, traitEntity, traitKindEntity],
    ...[relationEntity, relationEndEntity, relationKindEntity],
  ],
  policies: [...POLICIES, tagPolicy, bulkPolicy, groupPolicy, consentPolicy],
  documentOwners: ['consent'],
  commands: [
    ...[addPerson, changePerson, closePerson, restorePerson, putPerson],
    ...[addOrganisation, changeOrganisation, closeOrganisation, restoreOrganisation, putOrganisation],
    ...[addPosition, changePosition, closePosition, restorePosition],
    ...[addRelation, changeRelation, closeRelation, restoreRelation],
    ...[addRelationKind, changeRelationKind, closeRelationKind, restoreRelationKind],
    ...GROUP_COMMANDS,
    ...TRAIT_COMMANDS,
    markUndeliverable,
    ...[changeTag, mergeTag, closeTag, addBulkChange, undoBulkChange, changeSome, undoSome],
    ...[addConsent, addConsents],
    ...[addCriterion, changeCriterion, closeCriterion, restoreCriterion, nameCriteriaSet],
  ],
  routes: [...ROUTES, ...TAG_ROUTES, ...TRAIT_ROUTES, ...BULK_ROUTES, ...GROUP_ROUTES, ...CONSENT_ROUTES],
  jobs: [bulkJob],
  presenters: [...PRESENTERS, tagPresenter, traitPresenter, groupPresenter],
  aboutness: ABOUTNESS,
  listeners: [...LISTENERS, keepTags],
  fieldSources: [
    { says: 'Each set of criteria is a field of the cards.', fields: criteriaFields },
    { says: 'What a related card is, as the kinds of relation name it.', fields: roleFields },
    { says: 'What kind a trait is, as the administrator names them.', fields: traitFields },
  ],
  searchable: [
    { entity: 'person', moment: 'createdAt', texts: textsOfPersons },
    { entity: 'organisation', moment: 'createdAt', texts: textsOfOrganisations },
  ],
  searchWords: [{ name: 'people.cards', words: cardWordsOf }],
  newsTopics: [
    { entity: 'position', topics: positionTopics },
    { entity: 'relation', topics: relationTopics },
    { entity: 'trait', topics: traitTopics },
  ],
  portfolios: [cardsPortfolio, groupsPortfolio],
  elements: [
    {
      name: 'lobi-contact-card',
      says: 'Shows a card with its positions, history and documents.',
      reads: ['person', 'organisation', 'position', 'contactPoint', 'criterion', 'document'],
      paths: ['timeline'],
    },
  ],
  addressBooks: [
    {
      entities: ['person', 'organisation'],
      addressOf: (card, actor) => primaryEmail(card as CardRef, actor),
      cardsAt: cardsByAddress,
    },
  ],
  commentable: ['person', 'organisation'],
  importers: IMPORTERS,
  exportParts: EXPORT_PARTS,
  demos: [peopleDemo],
  texts: readTexts(import.meta.dirname),
});

async function criteriaFields(): Promise<Record<CardEntity, Field[]>> {
  const sets = await CriteriaSet.query().orderBy('key');
  const fieldsOf = (card: CardEntity) => sets.map((set) => criteriaField(set, card));
  return { person: fieldsOf('person'), organisation: fieldsOf('organisation') };
}

async function roleFields(): Promise<Record<string, Field[]>> {
  return { relationEnd: [roleField(await RelationKind.query().orderBy('key'))] };
}

/** A relation is shown on both cards. */
async function relationTopics(id: string): Promise<string[]> {
  const row = await CardRelation.query().findById(id);
  return row === undefined ? [] : [row.cardId, row.otherId].map((card) => `${row.cardEntity}:${card}`);
}

/** A position is shown on both cards. */
async function positionTopics(id: string): Promise<string[]> {
  const row = (await db()('positions').where({ id }).first('person_id', 'organisation_id')) as
    | { personId: string; organisationId: string }
    | undefined;
  return row === undefined ? [] : [`person:${row.personId}`, `organisation:${row.organisationId}`];
}
