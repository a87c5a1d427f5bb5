import { Body, Controller, Get, Patch, Post, Query } from '@nestjs/common';
import { Db } from '../../../platform/database/db.js';
import { VersionUnknown } from '../../../platform/database/versioned.js';
import { Can, Commands, CurrentRequest, Fails, Id, type ApiRequest } from '../../../platform/http/index.js';
import { Items } from '../warehouse.permissions.js';
import {
  ItemCategory,
  ItemCategoryListQuery,
  ItemCategoryPage,
  ItemCategoryPatch,
  ItemCategoryRequest,
} from './categories.dto.js';
import { CategoriesQueries } from './categories.queries.js';
import { CategoriesService } from './categories.service.js';
import { CategoryCircle, CategoryNameTaken, CategoryNotFound } from './items.errors.js';

@Controller('item-categories')
export class ItemCategoriesController {
  constructor(
    private readonly commands: Commands,
    private readonly categories: CategoriesService,
    private readonly queries: CategoriesQueries,
    private readonly db: Db,
  ) {}

  /** Lists categories of items. */
  @Get()
  @Can(Items.read)
  list(@Query() query: ItemCategoryListQuery): Promise<ItemCategoryPage> {
    return this.queries.list(query);
  }

  /** Shows a category. */
  @Get(':id')
  @Can(Items.read)
  @Fails(CategoryNotFound)
  get(@Id() id: string): Promise<ItemCategory> {
    return this.queries.get(this.db, id);
  }

  /** Makes a category. */
  @Post()
  @Can(Items.write)
  @Fails(CategoryNameTaken)
  create(@CurrentRequest() request: ApiRequest, @Body() body: ItemCategoryRequest): Promise<ItemCategory> {
    return this.commands.create(request, (tx) => this.categories.create(tx, body));
  }

  /** Renames, moves or archives a category; none stands below itself. */
  @Patch(':id')
  @Can(Items.write)
  @Fails(CategoryNotFound, CategoryNameTaken, CategoryCircle, VersionUnknown)
  change(
    @CurrentRequest() request: ApiRequest,
    @Id() id: string,
    @Body() body: ItemCategoryPatch,
  ): Promise<ItemCategory> {
    return this.commands.change(request, (tx, base) => this.categories.change(tx, id, body, base));
  }
}
